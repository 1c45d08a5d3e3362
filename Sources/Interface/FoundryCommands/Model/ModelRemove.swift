import ArgumentParser
import Foundation
import FoundryCore
import ModelCache

/// `foundry model remove`, and `foundry cache remove` by its other name.
struct ModelRemove: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a model from this machine",
        discussion: "A model in the cache is deleted. Of one that was added with its folder only the registration goes.", aliases: ["rm"])

    @Argument(help: "The model's alias, name or id.")
    var model: String
    @Flag(name: [.short, .long], help: "Do not ask.")
    var yes = false

    func run(in context: CommandContext) async throws {
        let library = ModelLibrary(context: context)
        let model = try await library.find(model)
        if !yes, model.origin == .cache {
            guard try await context.confirmation(Self.question, on: context.output) else {
                return try context.output.line("Nothing was deleted.")
            }
        }
        try await library.unload(model)
        let cache = context.cache
        _ = try await DedicatedThread.run(named: "command") { try cache.remove(model.id.description) }
        try context.output.line(Self.result(model))
    }

    /// The question of Foundry Local 0.8.
    static let question = "⚠️ Are you sure you want to delete this model from the local cache? (y/n)"

    /// What was done.
    static func result(_ model: CachedModel) -> String {
        switch model.origin {
        case .cache: "Deleted model \(model.id) from the cache."
        case .registered: "Removed the registration of model \(model.id). Its folder stays: \(model.directory.path)"
        }
    }
}
