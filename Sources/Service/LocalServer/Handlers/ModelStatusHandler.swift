import APIContracts
import FoundryCore
import Hummingbird
import ModelCache
import ModelManager

/// Loads and unloads in the words of Foundry Local 2: `{"status":"loaded"}`.
struct ModelStatusHandler: Sendable {
    let models: ModelManager

    /// `GET /models/load/{alias}`.
    func load(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let name = try context.pathPart("id")
        let before = await models.loaded().map(\.model.id)
        let model = try await models.load(name)
        return try .json(before.contains(model.model.id) ? StatusWord.alreadyLoaded : .loaded)
    }

    /// `GET /models/unload/{alias}`. It unloads whatever the model's time to live is, as version 2 knows none.
    func unload(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let name = try context.pathPart("id")
        let loaded = await models.loaded().map(\.model)
        // A loaded model is known even where its folder is gone by now.
        let named = loaded.first { [$0.id.description, $0.id.name, $0.alias].contains { $0.lowercased() == name.lowercased() } }
        let model = if let named { named } else { try await CacheReader(cache: models.cache).find(name) }
        guard loaded.contains(where: { $0.id == model.id }) else { return try .json(StatusWord.notLoaded) }
        _ = try await models.unload(model.id.description, force: true)
        return try .json(StatusWord.unloaded)
    }
}
