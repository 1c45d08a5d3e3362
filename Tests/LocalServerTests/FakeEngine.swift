import FoundryCore
import Inference
import Synchronization

/// An engine that does what a test says.
final class FakeEngine: InferenceEngine {
    /// What becomes of a request.
    enum Script: Sendable {
        /// These pieces, then a plain end.
        case answer([String], reason: FinishReason = .stop)
        /// These pieces, then an error.
        case failing([String], FoundryError)
        /// These pieces, then nothing until it is cancelled.
        case stalling([String])
        /// An end that says nothing.
        case ending
    }

    let facts = EngineFacts(
        modelType: "llama", contextLength: 64, vocabularySize: 100, runtime: "fake 1", loadSeconds: 0.25, processID: 4242)
    let failure: (any Error)? = nil

    private struct State {
        var script: Script
        var requests: [GenerationRequest] = []
    }

    private let state: Mutex<State>
    /// Told of every request that came.
    let started = Signal()
    /// Told of every request whose consumer went away.
    let cancelled = Signal()

    init(_ script: Script) { state = Mutex(State(script: script)) }

    /// The requests so far.
    var requests: [GenerationRequest] { state.withLock(\.requests) }

    func generate(_ request: GenerationRequest) -> GenerationStream {
        let script = state.withLock { state in
            state.requests.append(request)
            return state.script
        }
        let channel = GenerationChannel(capacity: 1000, onCancel: { [cancelled] in cancelled.fire() })
        let stream = channel.stream
        switch script {
        case .answer(let pieces, let reason):
            for piece in pieces { _ = channel.trySend(.content(piece)) }
            channel.finish(with: Self.completion(reason, tokens: pieces.count))
        case .failing(let pieces, let error):
            for piece in pieces { _ = channel.trySend(.content(piece)) }
            channel.finish(throwing: error)
        case .stalling(let pieces): for piece in pieces { _ = channel.trySend(.content(piece)) }
        case .ending: channel.finish(throwing: nil)
        }
        started.fire()
        return stream
    }

    static func completion(_ reason: FinishReason, tokens: Int) -> GenerationEvent.Completion {
        .init(
            reason: reason, usage: Usage(promptTokens: 7, completionTokens: tokens, cachedTokens: 3),
            timings: Timings(queue: 0, prefill: 0, decode: 0))
    }

    func countTokens(_ messages: [ChatMessage]) async throws -> Int { messages.reduce(0) { $0 + $1.content.count } }

    func counters() async throws -> EngineCounters { EngineCounters(active: 1, completed: 2, promptTokens: 30, completionTokens: 40) }

    func shutdown() async {}
}

/// Something that happens a number of times, and can be waited for.
final class Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func fire() { continuation.yield() }

    /// Waits until it happens once more; false where it does not within ten seconds.
    func happens() async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { [stream] in await stream.first { _ in true } != nil }
            group.addTask {
                try? await Task.sleep(for: .seconds(10))
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }
}
