import FoundryCore
import Synchronization

/// Carries one request's events from the thread that makes them to the task that reads them, bounded, dropping none.
///
/// `AsyncThrowingStream` has no back-pressure; this has: ``trySend(_:)`` refuses what does not fit, and `onConsume` tells
/// the producer when to try again. A value in a lock, so either side may be anywhere.
public final class GenerationChannel: Sendable {
    /// What became of an event.
    public enum SendResult: Sendable {
        /// It will be read.
        case sent
        /// There is no room; send it again after `onConsume`.
        case full
        /// Nobody reads any more.
        case closed
    }

    private struct State {
        var buffer: [GenerationEvent] = []
        var failure: (any Error)?
        var isFinished = false
        var isCancelled = false
        var reader: CheckedContinuation<GenerationEvent?, any Error>?
    }

    private let state = Mutex(State())
    private let capacity: Int
    private let onConsume: @Sendable (Int) -> Void
    private let onCancel: @Sendable () -> Void

    /// Makes a channel.
    /// - Parameters:
    ///   - capacity: The most events that wait to be read.
    ///   - onConsume: Called with the number of events just read, on the reader's side; it must not block.
    ///   - onCancel: Called once when the reader goes away before the end; it must not block.
    public init(
        capacity: Int = 64, onConsume: @escaping @Sendable (Int) -> Void = { _ in }, onCancel: @escaping @Sendable () -> Void = {}
    ) {
        self.capacity = capacity
        self.onConsume = onConsume
        self.onCancel = onCancel
    }

    /// The reader's end. When it and its iterators are gone before the end, the channel is cancelled.
    public var stream: GenerationStream { GenerationStream(channel: self) }

    /// Whether the reader went away before the end.
    public var isCancelled: Bool { state.withLock(\.isCancelled) }

    /// Hands an event to the reader if there is room. It never blocks.
    public func trySend(_ event: GenerationEvent) -> SendResult { send(event, bounded: true) }

    /// Hands over the last event, whether there is room or not, and ends the channel.
    public func finish(with completion: GenerationEvent.Completion) {
        _ = send(.finished(completion), bounded: false)
        finish(throwing: nil)
    }

    /// Ends the channel; what was sent is read first.
    /// - Parameter error: What the reader gets after the last event, nil for a plain end.
    public func finish(throwing error: (any Error)?) {
        let reader = state.withLock { state -> CheckedContinuation<GenerationEvent?, any Error>? in
            guard !state.isFinished else { return nil }
            state.isFinished = true
            state.failure = error
            defer { state.reader = nil }
            return state.reader
        }
        if let error { reader?.resume(throwing: error) } else { reader?.resume(returning: nil) }
    }

    private func send(_ event: GenerationEvent, bounded: Bool) -> SendResult {
        enum Outcome { case handed(CheckedContinuation<GenerationEvent?, any Error>), result(SendResult) }
        let outcome = state.withLock { state -> Outcome in
            if state.isCancelled || state.isFinished { return .result(.closed) }
            if let reader = state.reader {
                state.reader = nil
                return .handed(reader)
            }
            if bounded && state.buffer.count >= capacity { return .result(.full) }
            state.buffer.append(event)
            return .result(.sent)
        }
        switch outcome {
        case .handed(let reader):
            reader.resume(returning: event)
            onConsume(1)
            return .sent
        case .result(let result): return result
        }
    }

    /// The reader went away.
    func cancel() {
        enum Outcome { case nothing, first(CheckedContinuation<GenerationEvent?, any Error>?) }
        let outcome = state.withLock { state -> Outcome in
            guard !state.isCancelled, !(state.isFinished && state.buffer.isEmpty) else { return .nothing }
            state.isCancelled = true
            state.buffer = []
            defer { state.reader = nil }
            return .first(state.reader)
        }
        guard case .first(let reader) = outcome else { return }
        reader?.resume(throwing: CancellationError())
        onCancel()
    }

    /// The next event, nil at the end. One reader at a time.
    func next() async throws -> GenerationEvent? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enum Outcome { case event(GenerationEvent), end((any Error)?), wait }
                let outcome = state.withLock { state -> Outcome in
                    if state.isCancelled { return .end(CancellationError()) }
                    if !state.buffer.isEmpty { return .event(state.buffer.removeFirst()) }
                    if state.isFinished { return .end(state.failure) }
                    if state.reader != nil { return .end(FoundryError(.internalError, "Two tasks read one stream of events.")) }
                    state.reader = continuation
                    return .wait
                }
                switch outcome {
                case .event(let event):
                    continuation.resume(returning: event)
                    onConsume(1)
                case .end(let error?): continuation.resume(throwing: error)
                case .end(nil): continuation.resume(returning: nil)
                case .wait: break
                }
            }
        } onCancel: {
            cancel()
        }
    }
}
