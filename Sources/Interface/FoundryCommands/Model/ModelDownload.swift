import ArgumentParser
import FoundryCore

/// `foundry model download`, which a later version brings.
struct ModelDownload: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "download", abstract: "Download a model (not part of this version)")

    @Argument(help: "The model's alias, name or id.")
    var model: String

    func run(in context: CommandContext) async throws {
        throw FoundryError(
            .unsupported,
            "Downloading models is not part of this version yet. Put the model's folder on this machine and run: foundry model add FOLDER")
    }
}
