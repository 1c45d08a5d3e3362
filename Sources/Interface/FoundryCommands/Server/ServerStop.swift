import ArgumentParser

/// `foundry server stop`. Stopping what does not run is no failure.
struct ServerStop: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "stop", abstract: "Stop the server")

    static let needsConfiguration = false

    func run(in context: CommandContext) async throws {
        try context.output.line(try await context.service.stop() ? ServerText.stopped : ServerText.notRunning)
    }
}
