import FoundryCore
import Inference
import Synchronization

/// Who waits for which frames of an engine's process.
///
/// Once ended it stays so: everyone who waits and everyone who comes later gets the same error, and nothing hangs.
final class RequestTable: Sendable {
    private enum Waiter: Sendable {
        case reply(CheckedContinuation<Frame, any Error>)
        case stream(GenerationChannel)
    }

    private struct State {
        var waiters: [UInt32: Waiter] = [:]
        var lastRequest: UInt32 = 0
        var isGreeted = false
        var failure: FoundryError?
    }

    /// The request number of the load; others begin after it.
    static let loadRequest: UInt32 = 0
    private let state = Mutex(State())

    /// Why nothing can be asked any more; nil while it can.
    var failure: FoundryError? { state.withLock(\.failure) }

    /// A number no request in progress has.
    func makeRequest() -> UInt32 {
        state.withLock { state in
            repeat {
                state.lastRequest = state.lastRequest == .max ? 1 : state.lastRequest + 1
            } while state.waiters[state.lastRequest] != nil
            return state.lastRequest
        }
    }

    /// Delivers a request's frames to a channel from now on.
    /// - Throws: ``failure`` where there is one.
    func add(_ channel: GenerationChannel, request: UInt32) throws {
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            state.waiters[request] = .stream(channel)
        }
    }

    /// Sends a question and waits for the frame that answers it.
    /// - Throws: ``failure``, the answer's error, or `CancellationError`; the answer is ignored then.
    func reply(to request: UInt32, _ send: () throws -> Void) async throws -> Frame {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let failure = state.withLock { state -> (any Error)? in
                    if let failure = state.failure { return failure }
                    // The handler ran already where the task was cancelled before this point.
                    if Task.isCancelled { return CancellationError() }
                    state.waiters[request] = .reply(continuation)
                    return nil
                }
                if let failure { return continuation.resume(throwing: failure) }
                do {
                    try send()
                } catch {
                    // Whoever takes the waiter out resumes it, and only he.
                    if case .reply(let continuation) = remove(request) { continuation.resume(throwing: error) }
                }
            }
        } onCancel: {
            if case .reply(let continuation) = remove(request) { continuation.resume(throwing: CancellationError()) }
        }
    }

    /// Nobody waits for this request's frames any more; those that still come are ignored.
    /// - Returns: Whether somebody did.
    @discardableResult
    func forget(_ request: UInt32) -> Bool { remove(request) != nil }

    /// Delivers a frame. It never blocks.
    /// - Throws: ``FoundryError`` where the frame breaks the protocol; its text follows "sent".
    func deliver(_ frame: Frame) throws {
        guard try isGreeted(by: frame) else { return }
        switch frame.kind {
        case .content: try deliverContent(frame)
        case .finished:
            let completion = try frame.decoded(as: GenerationEvent.Completion.self)
            guard let channel = try removeStream(frame) else { return }
            channel.finish(with: completion)
        case .error, .failed:
            let error = try frame.decoded(as: WireError.self).error
            switch remove(frame.request) {
            case .stream(let channel): channel.finish(throwing: error)
            case .reply(let continuation): continuation.resume(throwing: error)
            case nil: break
            }
        case .ready, .count, .countersReply:
            switch remove(frame.request) {
            case .reply(let continuation): continuation.resume(returning: frame)
            case .stream(let channel):
                channel.finish(throwing: FoundryError(.engineFailure, "The engine's process answered with a frame of kind \(frame.kind)."))
                throw Self.misplaced(frame)
            case nil: break
            }
        case .hello, .load, .generate, .cancel, .credit, .countTokens, .counters, .shutdown: throw Self.misplaced(frame)
        }
    }

    /// Ends everything that waits and all that comes later; the first error stays.
    func end(with error: FoundryError) {
        let waiters = state.withLock { state -> [UInt32: Waiter] in
            guard state.failure == nil else { return [:] }
            state.failure = error
            defer { state.waiters = [:] }
            return state.waiters
        }
        for waiter in waiters.values {
            switch waiter {
            case .reply(let continuation): continuation.resume(throwing: error)
            case .stream(let channel): channel.finish(throwing: error)
            }
        }
    }

    /// - Returns: Whether the frame is to be delivered: the greeting itself is not.
    private func isGreeted(by frame: Frame) throws -> Bool {
        guard !state.withLock(\.isGreeted) else { return true }
        guard frame.kind == .hello else { throw FoundryError(.internalError, "a frame of kind \(frame.kind) before its greeting") }
        try frame.decoded(as: Greeting.self).check()
        state.withLock { $0.isGreeted = true }
        return false
    }

    private func deliverContent(_ frame: Frame) throws {
        guard case .stream(let channel) = state.withLock({ $0.waiters[frame.request] }) else { return }
        guard let text = String(validating: frame.payload, as: UTF8.self) else {
            throw FoundryError(.internalError, "text that is not UTF-8")
        }
        if case .full = channel.trySend(.content(text)) {
            throw FoundryError(.internalError, "more text than the \(CreditWindow.size) pieces that may be unread")
        }
    }

    private func removeStream(_ frame: Frame) throws -> GenerationChannel? {
        switch remove(frame.request) {
        case .stream(let channel): return channel
        case .reply(let continuation):
            continuation.resume(throwing: FoundryError(.engineFailure, "The engine's process answered with a frame of kind \(frame.kind)."))
            throw Self.misplaced(frame)
        case nil: return nil
        }
    }

    private func remove(_ request: UInt32) -> Waiter? { state.withLock { $0.waiters.removeValue(forKey: request) } }

    private static func misplaced(_ frame: Frame) -> FoundryError {
        FoundryError(.internalError, "a frame of kind \(frame.kind) for request \(frame.request), which is not its turn")
    }
}
