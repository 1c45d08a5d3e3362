import ArgumentParser

/// `foundry service stop`. Stopping what does not run is no failure.
struct ServiceStop: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "stop", abstract: "Stop the service")

    static let needsConfiguration = false

    func run(in context: CommandContext) async throws {
        _ = try await context.service.stop()
        try context.output.line(ServiceText.stopped)
    }
}
