import ArgumentParser
import FoundryCore

/// `foundry`: all commands, in the words of Foundry Local 0.8 and of 0.10.
struct FoundryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "foundry",
        abstract: "Foundry Local CLI: Run AI models on your device.",
        discussion: """
            🚀 Getting started:

               1. To view available models: foundry model list
               2. To run a model: foundry model run <model>

               EXAMPLES:
                   foundry model add ./phi-3-mini-4k
                   foundry model run phi-3-mini-4k
            """,
        version: FoundryVersion.current,
        subcommands: [EngineCommand.self],
        groupedSubcommands: [
            CommandGroup(name: "Model", subcommands: [ModelCommand.self, CacheCommand.self]),
            CommandGroup(name: "Run", subcommands: [ModelRun.self, CompleteCommand.self, TranscribeCommand.self]),
            CommandGroup(name: "Server", subcommands: [ServiceCommand.self, ServerCommand.self]),
            CommandGroup(name: "Setup", subcommands: [ConfigCommand.self, RuntimeCommand.self, CompletionScript.self]),
            CommandGroup(name: "Help", subcommands: [StatusCommand.self, ReportCommand.self, ZipLogs.self, LicenseCommand.self]),
        ],
        helpNames: [.short, .long, .customShort("?")])
}
