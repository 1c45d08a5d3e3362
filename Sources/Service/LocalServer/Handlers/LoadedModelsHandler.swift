import APIContracts
import FoundryCore
import Hummingbird
import Inference
import ModelCache
import ModelManager

/// Answers which models are loaded.
struct LoadedModelsHandler: Sendable {
    let models: ModelManager

    /// `GET /openai/loadedmodels` and `GET /models/loaded`.
    func identifiers(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try .json(await models.loaded().map(\.model.id.description).sorted())
    }

    /// `GET /foundry/loaded`.
    func descriptions(_ request: Request, _ context: ServiceContext) async throws -> Response {
        var descriptions: [LoadedModelDescription] = []
        for model in await models.loaded() {
            // An engine that just ended has no counters and is still listed, so that nobody looks for it in vain.
            descriptions.append(LoadedModelDescription(model, counters: await Self.counters(of: model.engine)))
        }
        return try .json(descriptions.sorted { $0.id < $1.id })
    }

    /// An engine's counters, nil where it is gone or does not answer within a second: one that hangs is listed, too.
    private static func counters(of engine: any InferenceEngine) async -> EngineCounters? {
        await withTaskGroup(of: EngineCounters?.self) { group in
            group.addTask { try? await engine.counters() }
            group.addTask {
                try? await Task.sleep(for: .seconds(1))
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}

extension LoadedModelDescription {
    fileprivate init(_ model: LoadedModel, counters: EngineCounters?) {
        self.init(
            id: model.model.id.description, alias: model.model.alias, processId: model.facts.processID, modelType: model.facts.modelType,
            contextLength: model.facts.contextLength, activeSessions: model.activeSessions, expiresAt: model.expiresAt,
            counters: counters.map {
                Counters(
                    active: $0.active, queued: $0.queued, completed: $0.completed, cancelled: $0.cancelled,
                    promptTokens: $0.promptTokens, completionTokens: $0.completionTokens)
            },
            runtime: model.facts.runtime, loadSeconds: model.facts.loadSeconds)
    }
}
