import ArgumentParser
import Foundation
import FoundryCore

/// `foundry cache location`.
struct CacheLocation: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "location", abstract: "Show the cache's folder")

    @OptionGroup var output: OutputOptions

    /// What `-o json` prints.
    private struct Record: Encodable { let path: String }

    func run(in context: CommandContext) async throws {
        let path = context.directories.models.path
        if output.isJSON { return try context.output.json(Record(path: path)) }
        try context.output.line(Self.text(path))
    }

    /// The line of Foundry Local 0.8.
    static func text(_ path: String) -> String { "💾 Cache directory path: \(path)" }
}
