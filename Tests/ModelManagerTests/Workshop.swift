import Foundation
import FoundryCore
import FoundryTestSupport
import Inference
import ModelCache
import Synchronization

@testable import ModelManager

/// A manager over a cache of two models, `phi:1` and `phi:2` (alias `phi`) and `qwen:7`, whose loads the test decides.
final class Workshop: Sendable {
    private struct State {
        var engines: [FakeEngine] = []
        var started = 0
        var cancelled = 0
        var outcomes: [FoundryError?] = []
        var isHeld = false
        var dead = false
    }

    let clock = ManualClock()
    let manager: ModelManager
    private let folder: TemporaryDirectory
    private let state: StateBox

    private final class StateBox: Sendable { let value = Mutex(State()) }

    init(idleTimeout: Duration? = nil) throws {
        folder = try TemporaryDirectory()
        let directories = FoundryDirectories(home: folder.url)
        for name in ["phi-1", "phi-2", "qwen-7"] {
            let model = directories.models.appending(path: "acme/\(name)")
            try FileManager.default.createDirectory(at: model, withIntermediateDirectories: true)
            try Data("{\"model\":{\"type\":\"phi3\",\"context_length\":128,\"vocab_size\":32}}".utf8)
                .write(to: model.appending(path: "genai_config.json"))
        }
        let state = StateBox()
        self.state = state
        manager = ModelManager(cache: ModelCache(directories: directories), idleTimeout: idleTimeout, clock: clock) { _ in
            try await Self.load(state)
        }
    }

    private static func load(_ state: StateBox) async throws -> any InferenceEngine {
        let number = state.value.withLock { state in
            state.started += 1
            return state.started
        }
        while state.value.withLock({ $0.isHeld }) {
            if Task.isCancelled {
                state.value.withLock { $0.cancelled += 1 }
                throw CancellationError()
            }
            await Task.yield()
        }
        return try state.value.withLock { state in
            if !state.outcomes.isEmpty, let error = state.outcomes.removeFirst() { throw error }
            let engine = FakeEngine(number: number)
            if state.dead { engine.die() }
            state.engines.append(engine)
            return engine
        }
    }

    /// Loads that were begun.
    var started: Int { state.value.withLock { $0.started } }
    /// Loads that were given up.
    var cancelled: Int { state.value.withLock { $0.cancelled } }
    /// Engines that were made.
    var engines: [FakeEngine] { state.value.withLock { $0.engines } }
    /// Keeps loads from ending until it is false again.
    func hold(_ isHeld: Bool) { state.value.withLock { $0.isHeld = isHeld } }
    /// What becomes of the next loads, nil for an engine.
    func next(_ outcomes: FoundryError?...) { state.value.withLock { $0.outcomes = outcomes } }
    /// Engines that are made from now on are dead already.
    func makeDead() { state.value.withLock { $0.dead = true } }

    /// Waits for a condition that something under way brings about.
    func until(_ condition: () async -> Bool) async { while await !condition() { await Task.yield() } }
    /// The ids of the models in memory.
    func loaded() async -> [String] { await manager.loaded().map(\.model.id.description) }
}
