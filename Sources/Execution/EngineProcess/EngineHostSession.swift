import FoundryCore
import Inference
import Synchronization

/// The engine's side of the socket: frames in, calls of the engine, frames out. How the process ends is passed in.
final class EngineHostSession: Sendable {
    private struct HostedRequest {
        let credit: CreditWindow
        let task: Task<Void, Never>
    }

    private struct State {
        var isGreeted = false
        var isLoading = false
        var engine: (any InferenceEngine)?
        var requests: [UInt32: HostedRequest] = [:]
    }

    private let socket: FrameSocket
    private let makeEngine: @Sendable (EngineLoadRequest) throws -> any InferenceEngine
    private let exit: @Sendable (Int32, String?) -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - socket: This end.
    ///   - makeEngine: Loads the model; it may block.
    ///   - exit: Ends the process with a status and a message for standard error.
    init(
        socket: FrameSocket, makeEngine: @escaping @Sendable (EngineLoadRequest) throws -> any InferenceEngine,
        exit: @escaping @Sendable (Int32, String?) -> Void
    ) {
        self.socket = socket
        self.makeEngine = makeEngine
        self.exit = exit
    }

    /// Reads until the socket ends, then ends the process. It blocks its thread, and does nothing else that blocks.
    func run() {
        do {
            try socket.send(.json(.hello, Greeting(protocol: Greeting.currentProtocol)))
            switch socket.readFrames({ try handle($0) }) {
            case .closed: exit(0, nil)
            case .violation(let what): exit(1, "The service sent \(what).")
            }
        } catch {
            exit(1, "\(error)")
        }
        // Reached only where the exit is not one, as in tests.
        socket.close()
        for request in state.withLock(\.requests).values { request.task.cancel() }
    }

    private func handle(_ frame: Frame) throws {
        guard state.withLock(\.isGreeted) else {
            guard frame.kind == .hello else { throw FoundryError(.internalError, "a frame of kind \(frame.kind) before its greeting") }
            try frame.decoded(as: Greeting.self).check()
            return state.withLock { $0.isGreeted = true }
        }
        switch frame.kind {
        case .load: try load(frame)
        case .generate: try generate(frame)
        case .cancel: state.withLock { $0.requests[frame.request] }?.task.cancel()
        case .credit: try state.withLock { $0.requests[frame.request] }?.credit.add(frame.decodedCredit())
        case .countTokens:
            let messages = try frame.decoded(as: [ChatMessage].self)
            answer(frame) { try .json(.count, request: frame.request, TokenCount(tokens: await $0.countTokens(messages))) }
        case .counters: answer(frame) { try .json(.countersReply, request: frame.request, await $0.counters()) }
        case .shutdown: shutdown()
        case .hello, .ready, .failed, .content, .finished, .error, .count, .countersReply:
            throw FoundryError(.internalError, "a frame of kind \(frame.kind), which is the engine's to send")
        }
    }

    private func load(_ frame: Frame) throws {
        let request = try frame.decoded(as: EngineLoadRequest.self)
        let first = state.withLock { state in
            defer { state.isLoading = true }
            return !state.isLoading
        }
        guard first else { throw FoundryError(.internalError, "a second model to load") }
        // After a failure the process waits for the service to read why and to close the socket.
        DedicatedThread.start(named: "engine-load") { [self] in
            do {
                let engine = try makeEngine(request)
                state.withLock { $0.engine = engine }
                try socket.send(.json(.ready, request: frame.request, engine.facts))
            } catch {
                sendError(error, kind: .failed, request: frame.request)
            }
        }
    }

    private func generate(_ frame: Frame) throws {
        let request = try frame.decoded(as: GenerationRequest.self)
        let number = frame.request
        let credit = CreditWindow()
        try state.withLock { state in
            guard state.requests[number] == nil else { throw FoundryError(.internalError, "request \(number) twice") }
            let engine = state.engine
            // Its end takes it out of the table under this lock, so never before it is in.
            let task = Task {
                await forward(request, number: number, engine: engine, credit: credit)
                _ = self.state.withLock { $0.requests.removeValue(forKey: number) }
            }
            state.requests[number] = HostedRequest(credit: credit, task: task)
        }
    }

    /// Passes one answer's events on. When the task is cancelled, so is the engine's stream, and nothing more is sent: the
    /// service has forgotten the request.
    private func forward(_ request: GenerationRequest, number: UInt32, engine: (any InferenceEngine)?, credit: CreditWindow) async {
        do {
            guard let engine else { throw Self.notLoaded }
            for try await event in engine.generate(request) {
                switch event {
                case .content(let text):
                    try await credit.take()
                    try socket.send(content: text, request: number)
                case .finished(let completion): return try socket.send(.json(.finished, request: number, completion))
                }
            }
            guard !Task.isCancelled else { return }
            throw FoundryError(.engineFailure, "The engine ended its answer without saying why.")
        } catch {
            if !Task.isCancelled { sendError(error, kind: .error, request: number) }
        }
    }

    private func answer(_ frame: Frame, _ ask: @escaping @Sendable (any InferenceEngine) async throws -> Frame) {
        let engine = state.withLock(\.engine)
        Task {
            do {
                guard let engine else { throw Self.notLoaded }
                try socket.send(try await ask(engine))
            } catch {
                sendError(error, kind: .error, request: frame.request)
            }
        }
    }

    /// The engine may have files to remove; the memory goes with the process. The service kills what takes too long.
    private func shutdown() {
        let engine = state.withLock(\.engine)
        Task {
            await engine?.shutdown()
            exit(0, nil)
        }
    }

    private func sendError(_ error: any Error, kind: Frame.Kind, request: UInt32) {
        // An error's JSON is short and finite; a lost one would leave the service waiting.
        do {
            try socket.send(.json(kind, request: request, WireError(error)))
        } catch {
            exit(1, "An error could not be told to the service: \(error)")
        }
    }

    private static let notLoaded = FoundryError(.invalidState, "The engine's process has loaded no model yet.")
}
