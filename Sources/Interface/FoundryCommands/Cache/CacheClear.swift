import ArgumentParser
import FoundryCore
import ModelCache

/// `foundry cache clear`.
struct CacheClear: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear", abstract: "Remove all models from the cache", discussion: "Models that were added with their folders stay.")

    @Flag(name: [.short, .long], help: "Do not ask.")
    var yes = false

    func run(in context: CommandContext) async throws {
        let library = ModelLibrary(context: context)
        let models = try await library.listing().models.filter { $0.origin == .cache }
        guard !models.isEmpty else { return try context.output.line("No models cached on device") }
        if !yes {
            for model in models { try context.output.line("💾 \(model.id)") }
            let question =
                "⚠️ Are you sure you want to delete \(models.count == 1 ? "this model" : "these \(models.count) models") from the local cache? (y/n)"
            guard try await context.confirmation(question, on: context.output) else {
                return try context.output.line("Nothing was deleted.")
            }
        }
        let cache = context.cache
        for model in models {
            try await library.unload(model)
            _ = try await DedicatedThread.run(named: "command") { try cache.remove(model.id.description) }
            try context.output.line(ModelRemove.result(model))
        }
    }
}
