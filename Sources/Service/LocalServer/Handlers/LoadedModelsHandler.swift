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
            descriptions.append(LoadedModelDescription(model, counters: try? await model.engine.counters()))
        }
        return try .json(descriptions.sorted { $0.id < $1.id })
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
