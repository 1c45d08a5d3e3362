import ArgumentParser

/// `foundry server`: the service in the words of Foundry Local 0.10.
struct ServerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server",
        abstract: "Manage the local server (the service in the words of Foundry Local 0.10)",
        subcommands: [ServerStart.self, ServerStop.self, ServerRestart.self, ServerStatusCommand.self, ServiceLogs.self])
}
