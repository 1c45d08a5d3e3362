import APIContracts
import FoundryCore
import ModelCache

/// The models on this disk and in memory, as commands ask for them.
struct ModelLibrary: Sendable {
    let context: CommandContext

    /// All models, and what is wrong with some. The problems are told as warnings.
    func listing() async throws -> Listing {
        let cache = context.cache
        let listing = try await DedicatedThread.run(named: "command") { try cache.listing() }
        for problem in listing.problems {
            try context.errors.line("⚠️ \(Failure.oneLine("\(problem.path): \(problem.message)"))")
        }
        return listing
    }

    /// The model a person means.
    /// - Throws: `FoundryError` `notFound`, beginning as the text of Foundry Local 0.8 does.
    func find(_ name: String) async throws -> CachedModel {
        let cache = context.cache
        return try await DedicatedThread.run(named: "command") { try cache.find(name) }
    }

    /// The ids of the models in memory; none where the service does not run.
    func loadedIDs() async throws -> Set<String> {
        guard let client = try context.clientIfRunning() else { return [] }
        return Set(try await client.loadedModels().map(\.id))
    }

    /// Lets go of a model before its files go.
    func unload(_ model: CachedModel) async throws {
        guard try await loadedIDs().contains(model.id.description) else { return }
        try await context.client().unload(model.id.description, force: true)
    }
}
