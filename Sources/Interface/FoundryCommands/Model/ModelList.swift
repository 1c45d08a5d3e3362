import ArgumentParser
import FoundryCore
import ModelCache
import TerminalUI

/// `foundry model list`.
struct ModelList: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the models on this machine", aliases: ["ls"])

    @Option(name: .long, help: "Show models with key=value or key=!value; keys: device, provider, task, alias (may end in *).")
    var filter: ModelFilter?
    @Option(name: .long, help: "Show models for cpu, gpu or npu.")
    var device: Device?
    @Option(name: .long, help: "Show models of a kind: chat, embedding, multimodal or speech.")
    var type: TypeArgument?
    @Flag(name: .long, help: "Show a table with the execution provider of every variant.")
    var variants = false
    @Flag(name: .long, help: "Show models on this disk; all are, in this version.")
    var cached = false
    @Flag(name: .long, help: "Show models in memory.")
    var loaded = false
    @OptionGroup var output: OutputOptions

    /// `--type`.
    enum TypeArgument: String, ExpressibleByArgument, CaseIterable {
        case chat, embedding, multimodal, speech

        init?(argument: String) { self.init(rawValue: argument.lowercased()) }
    }

    func run(in context: CommandContext) async throws {
        let library = ModelLibrary(context: context)
        let listing = try await library.listing()
        let loadedIDs = loaded || output.isJSON ? try await library.loadedIDs() : []
        let models = listing.models.filter { shows($0, loadedIDs: loadedIDs) }
        if output.isJSON {
            return try context.output.json(
                ModelRecords(
                    models: models.map { ModelRecord($0, isLoaded: loadedIDs.contains($0.id.description)) }, problems: listing.problems))
        }
        guard !models.isEmpty else { return try context.output.line(emptyText(listing)) }
        try context.output.write(variants ? Self.variantTable(models) : ModelTable(rows: models.map(ModelRow.init)).text)
    }

    /// Whether a model passes all conditions.
    func shows(_ model: CachedModel, loadedIDs: Set<String>) -> Bool {
        let row = ModelRow(model)
        if let filter, !filter.matches(row) { return false }
        if let device, device.rawValue != row.device.lowercased() { return false }
        if let type, type.rawValue != row.type.rawValue.lowercased() { return false }
        return !loaded || loadedIDs.contains(row.id)
    }

    private func emptyText(_ listing: Listing) -> String {
        if !listing.models.isEmpty { return loaded ? ServiceText.nothingLoaded : "No models match." }
        return "No models cached on device. Add the folder of one: foundry model add FOLDER"
    }

    /// The table of Foundry Local 0.10's `--variants`.
    static func variantTable(_ models: [CachedModel]) -> String {
        let rows = models.map { model in
            let row = ModelRow(model)
            return [row.alias, row.id, row.type.rawValue, row.device, row.provider, row.shownSize, "●"]
        }
        let headers = ["Model Name", "Variant", "Type", "Device", "Execution Provider", "Size", "Cached"]
        return BoxTable(headers: headers, rows: rows, rightAligned: [5]).text
    }
}
