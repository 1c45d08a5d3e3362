import APIContracts
import Foundation
import FoundryCore
import Hummingbird
import ModelCache

/// Answers what models there are, from the cache alone.
struct ModelListHandler: Sendable {
    let cache: CacheReader

    /// `GET /v1/models`.
    func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try .json(ModelList(try await cache.models().map(ModelDescription.init)))
    }

    /// `GET /v1/models/{id}`.
    func model(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try .json(ModelDescription(try await cache.find(context.pathPart("id"))))
    }

    /// `GET /openai/models`.
    func identifiers(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try .json(try await cache.models().map(\.id))
    }
}

extension ModelDescription {
    fileprivate init(_ model: CachedModel) {
        self.init(
            id: model.id.description, created: Int64(model.modified.timeIntervalSince1970), ownedBy: model.publisher ?? "system",
            parent: model.alias, maxInputTokens: model.contextLength, maxOutputTokens: model.contextLength)
    }
}
