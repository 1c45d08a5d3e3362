import ArgumentParser
import Foundation
import FoundryCore
import ModelCache

/// `foundry model add`.
struct ModelAdd: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Register a model's folder where it lies",
        discussion:
            "The folder must hold genai_config.json, as Olive and the ONNX Runtime GenAI model builder write it. It is checked first.")

    @Argument(help: "The model's folder.", completion: .directory)
    var folder: String
    @Option(name: .long, help: "The name to register it by; the folder's name unless given.")
    var name: String?
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let (cache, folder, name) = (context.cache, FolderArgument.url(self.folder), self.name)
        let model = try await DedicatedThread.run(named: "command") { try cache.register(folder: folder, name: name) }
        if output.isJSON { return try context.output.json(ModelRecord(model, isLoaded: false)) }
        try context.output.line("🟢 Model \(model.id) is registered from \(model.directory.path).")
        try context.output.line("To run the model: foundry model run \(model.alias)")
    }
}
