import ArgumentParser
import Foundation
import FoundryCore

/// `foundry cache cd`.
struct CacheMove: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "cd", abstract: "Use another folder as the cache",
        discussion: "Models are not moved. The service restarts where it runs.")

    @Argument(help: "The folder; it is made where it is missing.", completion: .directory)
    var path: String

    func run(in context: CommandContext) async throws {
        let folder = FolderArgument.url(path)
        try AtomicFile.createDirectory(folder)
        try await SettingsChange(context: context).apply([("cacheDirectory", .string(folder.path(percentEncoded: false)))], restarts: true)
        try context.output.line(CacheLocation.text(folder.path))
    }
}
