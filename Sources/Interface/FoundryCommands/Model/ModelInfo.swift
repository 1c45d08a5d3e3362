import ArgumentParser
import Foundation
import FoundryCore
import ModelCache
import ModelFolder

/// `foundry model info`.
struct ModelInfo: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "info", abstract: "Show a model", aliases: ["show"])

    @Argument(help: "The model's alias, name or id.")
    var model: String
    @Flag(name: .long, help: "Print the model's license text.")
    var license = false
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let library = ModelLibrary(context: context)
        let model = try await library.find(model)
        if license {
            return try context.output.line(
                try await DedicatedThread.run(named: "command") { try LicenseText(folder: model.directory).text() })
        }
        let check = try await DedicatedThread.run(named: "command") { ModelCheck(model.directory) }
        if output.isJSON {
            let isLoaded = try await library.loadedIDs().contains(model.id.description)
            return try context.output.json(
                Record(model: ModelRecord(model, isLoaded: isLoaded), facts: check.facts, problem: check.problem))
        }
        try context.output.write(ModelTable(rows: [ModelRow(model)]).text)
        try context.output.write(Self.details(model, check))
    }

    /// What `-o json` prints.
    private struct Record: Encodable {
        let model: ModelRecord
        let facts: ModelFacts?
        let problem: String?
    }

    /// Lines of names and values below the table.
    static func details(_ model: CachedModel, _ check: ModelCheck) -> String {
        var lines: [(String, String)] = [
            ("Folder", model.directory.path), ("Origin", model.origin == .cache ? "model cache" : "registered, stays where it is"),
            ("Publisher", model.publisher ?? "-"), ("Context", model.contextLength.map { "\($0) tokens" } ?? "-"),
        ]
        if let facts = check.facts {
            lines.append(("Architecture", facts.type))
            lines.append(("Precision", facts.precision ?? "-"))
            lines.append(("Layers", String(facts.layers)))
        }
        if let problem = check.problem { lines.append(("Problem", problem)) }
        return NamedLines(lines).text
    }
}

/// Whether a model's folder is whole.
struct ModelCheck: Sendable {
    let facts: ModelFacts?
    let problem: String?

    /// Checks a folder; it blocks on the disk.
    init(_ folder: URL) {
        do {
            facts = try ModelFolder(checking: folder).facts
            problem = nil
        } catch {
            facts = nil
            problem = FoundryError.wrapping(error).message
        }
    }
}
