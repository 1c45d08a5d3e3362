import FoundryCore
import Inference
import Synchronization

/// An engine that can die and tells when it is shut down.
final class FakeEngine: InferenceEngine {
    private struct State {
        var failure: FoundryError?
        var shutdowns = 0
    }

    let number: Int
    let facts: EngineFacts
    private let state = Mutex(State())

    init(number: Int) {
        self.number = number
        facts = EngineFacts(
            modelType: "fake", contextLength: 128, vocabularySize: 32, runtime: "fake", loadSeconds: 0, processID: Int32(number))
    }

    var failure: (any Error)? { state.withLock { $0.failure } }
    var shutdowns: Int { state.withLock { $0.shutdowns } }
    func die() { state.withLock { $0.failure = FoundryError(.engineFailure, "engine \(number) died") } }
    func generate(_ request: GenerationRequest) -> GenerationStream { GenerationStream(failing: FoundryError(.unsupported, "fake")) }
    func countTokens(_ messages: [ChatMessage]) async throws -> Int { 0 }
    func counters() async throws -> EngineCounters { EngineCounters() }

    func shutdown() async {
        // As a process that takes its time.
        for _ in 0..<10 { await Task.yield() }
        state.withLock { $0.shutdowns += 1 }
    }
}
