import ArgumentParser
import FoundryCore

/// `foundry transcribe`, which a later version brings.
struct TranscribeCommand: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "transcribe", abstract: "Write down speech (not part of this version)")

    @Argument(help: "The model's alias, name or id.")
    var model: String
    @Option(name: [.short, .long], help: "The audio file.", completion: .file())
    var file: String
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        throw FoundryError(.unsupported, "Transcribing speech is not part of this version yet.")
    }
}
