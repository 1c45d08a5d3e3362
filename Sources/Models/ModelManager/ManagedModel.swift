import Foundation
import FoundryCore
import Inference
import ModelCache

/// One load of a model, with all that hangs on it. It belongs to the manager's actor.
final class ManagedModel {
    /// The model on disk.
    let model: CachedModel
    /// Tells this load from earlier and later ones of the same model.
    let generation: Int
    var lifecycle: ModelLifecycle
    var load: Task<Void, Never>?
    var engine: (any InferenceEngine)?
    var timer: Task<Void, Never>?
    var expiresAt: Date?
    /// Those who wait for the phase to change, by a number of their own.
    private var waiters: [Int: CheckedContinuation<Void, any Error>] = [:]

    init(model: CachedModel, generation: Int, timeToLive: Duration?) {
        self.model = model
        self.generation = generation
        lifecycle = ModelLifecycle(timeToLive: timeToLive)
    }

    /// The engine, where it answers.
    var readyEngine: (any InferenceEngine)? {
        guard case .ready = lifecycle.phase else { return nil }
        return engine
    }

    /// How it stands, where it is loaded.
    var snapshot: LoadedModel? {
        guard case .ready(let sessions) = lifecycle.phase, let engine else { return nil }
        return LoadedModel(model: model, facts: engine.facts, engine: engine, activeSessions: sessions, expiresAt: expiresAt)
    }

    /// Puts somebody among those who wait for the phase to change.
    ///
    /// Other work of the actor may run between the look at the phase and this: who comes too late does not wait.
    func add(_ waiter: CheckedContinuation<Void, any Error>, number: Int, whereStillIn phase: ModelLifecycle.Phase) {
        if lifecycle.phase == phase { waiters[number] = waiter } else { waiter.resume() }
    }

    /// How many wait.
    var waiting: Int { waiters.count }

    /// Lets one go who does not want to wait any more.
    func abandon(_ number: Int) { waiters.removeValue(forKey: number)?.resume(throwing: CancellationError()) }

    /// Lets everybody go who waits.
    /// - Parameter error: What they get, nil where they may look again.
    func release(throwing error: (any Error)? = nil) {
        let released = waiters.values
        waiters = [:]
        for waiter in released { if let error { waiter.resume(throwing: error) } else { waiter.resume() } }
    }

    /// How well a name fits: 0 is the id itself, nil does not fit.
    func rank(of name: String) -> Int? {
        let name = name.lowercased()
        return [model.id.description, model.id.name, model.alias].firstIndex { $0.lowercased() == name }
    }
}
