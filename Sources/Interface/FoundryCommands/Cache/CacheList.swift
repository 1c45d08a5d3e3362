import ArgumentParser
import FoundryCore
import ModelCache

/// `foundry cache list`.
struct CacheList: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the models on this disk", aliases: ["ls"])

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let library = ModelLibrary(context: context)
        let listing = try await library.listing()
        if output.isJSON {
            let loadedIDs = try await library.loadedIDs()
            let records = listing.models.map { ModelRecord($0, isLoaded: loadedIDs.contains($0.id.description)) }
            return try context.output.json(ModelRecords(models: records, problems: listing.problems))
        }
        try context.output.write(Self.text(listing.models.map { ($0.alias, $0.id.description) }))
    }

    /// The list as Foundry Local 0.8 prints it, to the column.
    /// - Parameter models: Aliases and ids.
    static func text(_ models: [(alias: String, id: String)]) -> String {
        guard !models.isEmpty else { return "No models cached on device\n" }
        let lines =
            ["Models cached on device:", "   " + "Alias".padded(to: 50) + "Model ID"]
            + models.map { "💾 " + $0.alias.padded(to: 50) + $0.id }
        return lines.map { SafeText.withoutControls($0) + "\n" }.joined()
    }
}
