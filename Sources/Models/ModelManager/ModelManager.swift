import Foundation
public import FoundryCore
public import Inference
public import ModelCache

/// Keeps models in memory: loads one when it is asked for, once however many ask, and lets it go when it is idle.
public actor ModelManager {
    /// Where models are found.
    public nonisolated let cache: ModelCache
    private let idleTimeout: Duration?
    private let clock: any Clock<Duration>
    private let loader: @Sendable (CachedModel) async throws -> any InferenceEngine
    private var models: [ModelID: ManagedModel] = [:]
    private var lastNumber = 0

    /// Makes a manager with nothing loaded.
    /// - Parameters:
    ///   - cache: Where models are found.
    ///   - idleTimeout: How long a model stays after its last use, where its load names no other time; nil or zero for ever.
    ///   - clock: What idle time is measured with. Nothing wakes up before a model's time is over.
    ///   - loader: Makes the engine of a model. Its task is cancelled where the model is unloaded meanwhile.
    public init(
        cache: ModelCache, idleTimeout: Duration?, clock: any Clock<Duration> = ContinuousClock(),
        loader: @escaping @Sendable (CachedModel) async throws -> any InferenceEngine
    ) {
        self.cache = cache
        self.idleTimeout = idleTimeout
        self.clock = clock
        self.loader = loader
    }

    /// Loads a model, or finds it loaded; either counts as a use.
    /// - Parameters:
    ///   - name: An id `name:version`, a name or an alias.
    ///   - timeToLive: How long it stays after its last use; zero for ever; nil for the default, or what an earlier load said.
    /// - Throws: What the load throws, to all who wait for it; it is not remembered. `FoundryError` `notFound` where no model
    ///   has the name, `invalidState` where it is unloaded meanwhile. `CancellationError` ends this wait and not the load.
    public func load(_ name: String, timeToLive: Duration? = nil) async throws -> LoadedModel {
        let model = try await find(name)
        while true {
            let managed = try await ready(model, timeToLive: timeToLive)
            if let snapshot = managed.snapshot { return snapshot }
        }
    }

    /// Begins a use of a model, which is loaded where it is not; an engine that failed is replaced.
    /// - Parameter name: An id `name:version`, a name or an alias.
    /// - Throws: As ``load(_:timeToLive:)`` does.
    public func session(_ name: String) async throws -> ModelSession {
        // The id of a loaded model needs no look at the disk.
        if let id = try? ModelID(parsing: name), id.description == name, let managed = models[id], let session = open(managed) {
            return session
        }
        let model = try await find(name)
        while true {
            if let session = open(try await ready(model, timeToLive: nil)) { return session }
        }
    }

    /// Takes a model out of memory, and returns when its memory is back.
    /// - Parameters:
    ///   - name: An id `name:version`, a name or an alias, of a loaded model whether it is still on disk or not.
    ///   - force: Whether to do so though the model is in use, loading, or its time to live is not over. What runs ends with
    ///     an error.
    /// - Returns: Whether it is not loaded now; false where it was kept.
    public func unload(_ name: String, force: Bool) async throws -> Bool {
        endFailed()
        guard let managed = loadedModel(named: name) else { return true }
        beginEnding(managed, force: force)
        await ended(managed)
        return managed.lifecycle.phase == .gone
    }

    /// Takes all models out of memory that nobody uses at this moment, and returns when their memory is back.
    /// - Parameter kept: One that stays all the same.
    public func unloadIdle(except kept: ModelID) async {
        // Chosen and ended without a pause between: who opens a session meanwhile gets a new load.
        let idle = models.values.filter { $0.model.id != kept && $0.lifecycle.phase == .ready(sessions: 0) }
        for managed in idle { beginEnding(managed, force: true) }
        for managed in idle { await ended(managed) }
    }

    /// Takes every model out of memory, used or not, and returns when their memory is back.
    public func unloadAll() async {
        let all = Array(models.values)
        // All begin to end before the first is waited for.
        for managed in all { beginEnding(managed, force: true) }
        for managed in all { await ended(managed) }
    }

    /// The models in memory, sorted by id. One whose engine died is not among them.
    public func loaded() -> [LoadedModel] {
        endFailed()
        return models.values.compactMap(\.snapshot).sorted {
            ($0.model.id.name, $0.model.id.version) < ($1.model.id.name, $1.model.id.version)
        }
    }

    // MARK: Finding

    /// Looks at the disk on a thread of its own: nobody else need wait for it.
    private nonisolated func find(_ name: String) async throws -> CachedModel {
        let cache = self.cache
        return try await DedicatedThread.run(named: "model-find") { try cache.find(name) }
    }

    /// The model in memory that a name means: by id, else by name, else by alias; of several the highest version.
    private func loadedModel(named name: String) -> ManagedModel? {
        models.values
            .compactMap { managed in managed.rank(of: name).map { (managed, $0) } }
            .min { ($0.1, -$0.0.model.id.version, $0.0.model.id.name) < ($1.1, -$1.0.model.id.version, $1.0.model.id.name) }?.0
    }

    // MARK: Loading and using

    /// Waits until a model is loaded, and begins its load where nobody has.
    private func ready(_ model: CachedModel, timeToLive: Duration?) async throws -> ManagedModel {
        var hasWaited = false
        while true {
            try Task.checkCancellation()
            let managed = models[model.id] ?? start(model, timeToLive: timeToLive ?? idleTimeout)
            apply(.wanted(timeToLive: timeToLive), to: managed)
            if let engine = managed.readyEngine {
                guard let failure = engine.failure else { return managed }
                apply(.engineFailed, to: managed)
                // It died as soon as it was loaded: to try for ever helps nobody.
                if hasWaited { throw failure }
            } else {
                hasWaited = hasWaited || managed.lifecycle.phase == .loading
            }
            try await change(of: managed)
        }
    }

    private func start(_ model: CachedModel, timeToLive: Duration?) -> ManagedModel {
        lastNumber += 1
        let managed = ManagedModel(model: model, generation: lastNumber, timeToLive: timeToLive)
        models[model.id] = managed
        let generation = managed.generation
        // A task of its own: it belongs to all who wait and ends with none of them.
        managed.load = Task { [loader] in
            let result: Result<any InferenceEngine, any Error>
            do { result = .success(try await loader(model)) } catch { result = .failure(error) }
            self.loadEnded(model.id, generation, result)
        }
        return managed
    }

    private func loadEnded(_ id: ModelID, _ generation: Int, _ result: Result<any InferenceEngine, any Error>) {
        guard let managed = managed(id, generation) else { return }
        managed.load = nil
        switch result {
        case .success(let engine):
            managed.engine = engine
            apply(.loaded, to: managed)
            if managed.readyEngine != nil { managed.release() }
        case .failure(let error):
            // Those who came while it was given up may try anew; the others hear of it.
            if managed.lifecycle.phase == .loading { managed.release(throwing: error) }
            apply(.loadFailed, to: managed)
        }
    }

    private func open(_ managed: ManagedModel) -> ModelSession? {
        guard let engine = managed.readyEngine, engine.failure == nil else { return nil }
        apply(.sessionOpened, to: managed)
        return ModelSession(model: managed.model, engine: engine) { [id = managed.model.id, generation = managed.generation] in
            Task { await self.send(.sessionClosed, to: id, generation) }
        }
    }

    // MARK: Ending

    private func endFailed() {
        for managed in models.values where managed.readyEngine?.failure != nil { apply(.engineFailed, to: managed) }
    }

    private func beginEnding(_ managed: ManagedModel, force: Bool) {
        if managed.lifecycle.phase == .loading, force {
            managed.release(throwing: FoundryError(.invalidState, "The model \(managed.model.id) was unloaded while it was loading."))
        }
        apply(.unload(force: force), to: managed)
    }

    /// Waits while a model ends, whether the caller's task is cancelled or not: what follows relies on its memory.
    private func ended(_ managed: ManagedModel) async {
        while managed.lifecycle.phase == .ending {
            let number = nextNumber()
            try? await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                managed.add(continuation, number: number, whereStillIn: .ending)
            }
        }
    }

    // MARK: Events

    /// Waits until something happened to a model. The wait alone is cancelled with the task.
    private func change(of managed: ManagedModel) async throws {
        let phase = managed.lifecycle.phase
        guard phase != .gone else { return }
        let number = nextNumber()
        let (id, generation) = (managed.model.id, managed.generation)
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else {
                    managed.add(continuation, number: number, whereStillIn: phase)
                }
            }
        } onCancel: {
            // It gets to the actor after the waiter above is in.
            Task { await self.abandon(number, id, generation) }
        }
    }

    /// How many wait for a model to change.
    func waiting(for name: String) -> Int { loadedModel(named: name)?.waiting ?? 0 }

    private func abandon(_ number: Int, _ id: ModelID, _ generation: Int) { managed(id, generation)?.abandon(number) }

    private func send(_ event: ModelLifecycle.Event, to id: ModelID, _ generation: Int) {
        if let managed = managed(id, generation) { apply(event, to: managed) }
    }

    private func apply(_ event: ModelLifecycle.Event, to managed: ManagedModel) {
        let (id, generation) = (managed.model.id, managed.generation)
        for action in managed.lifecycle.handle(event) {
            switch action {
            case .cancelLoad: managed.load?.cancel()
            case .stopTimer:
                managed.timer?.cancel()
                managed.expiresAt = nil
            case .startTimer(let duration, let timer):
                managed.timer?.cancel()
                managed.expiresAt = Date().addingTimeInterval(duration / .seconds(1))
                managed.timer = Task { [clock, weak self] in
                    guard (try? await clock.sleep(for: duration)) != nil else { return }
                    await self?.send(.idle(timer: timer), to: id, generation)
                }
            case .shutDown:
                let engine = managed.engine
                Task {
                    await engine?.shutdown()
                    self.send(.ended, to: id, generation)
                }
            }
        }
        if managed.lifecycle.phase == .gone {
            if models[id] === managed { models[id] = nil }
            managed.engine = nil
            managed.release()
        }
    }

    private func managed(_ id: ModelID, _ generation: Int) -> ManagedModel? {
        models[id].flatMap { $0.generation == generation ? $0 : nil }
    }

    private func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }
}
