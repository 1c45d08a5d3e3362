import APIContracts
import ArgumentParser
import FoundryCore
import ModelCache

/// `foundry model unload`.
struct ModelUnload: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "unload", abstract: "Unload a model from memory")

    @Argument(help: "The model's alias, name or id.")
    var model: String
    @Flag(name: .long, help: "Unload it although it is answering; its requests end with an error.")
    var force = false

    func run(in context: CommandContext) async throws {
        let client = try context.client()
        let loaded = try await client.loadedModels()
        let wanted = model.lowercased()
        // A model that was removed from the disk may still be in memory.
        let direct = loaded.first { $0.id.lowercased() == wanted || $0.alias.lowercased() == wanted }?.id
        let id: String
        if let direct { id = direct } else { id = try await ModelLibrary(context: context).find(model).id.description }
        guard let entry = loaded.first(where: { $0.id == id }) else { return try context.output.line("Model \(id) is not loaded.") }
        guard force || entry.activeSessions == 0 else {
            throw FoundryError(
                .invalidState,
                "Model \(id) is answering \(entry.activeSessions) request(s). Wait for them, or end them too: foundry model unload \(id) --force"
            )
        }
        // Who asks for it by name means it, whatever the model's time to live is.
        try await client.unload(id, force: true)
        try context.output.line("🟢 Model \(id) unloaded successfully")
    }
}
