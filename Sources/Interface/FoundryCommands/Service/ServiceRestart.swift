import ArgumentParser
import ServiceHost

/// `foundry service restart`.
struct ServiceRestart: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "restart", abstract: "Stop the service and start it again")

    @OptionGroup var options: ServiceStartOptions

    func run(in context: CommandContext) async throws { try await Self.restart(context, options: options.serviceOptions) }

    /// Restarts and tells it in the words of Foundry Local 0.8.
    static func restart(_ context: CommandContext, options: ServiceOptions) async throws {
        try context.output.line(ServiceText.restarting)
        if try await context.service.stop() { try context.output.line(ServiceText.stopped) }
        try context.output.line(ServiceText.started(try await context.service.start(options)))
    }
}
