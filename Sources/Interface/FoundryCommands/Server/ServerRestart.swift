import ArgumentParser
import ServiceHost

/// `foundry server restart`.
struct ServerRestart: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "restart", abstract: "Stop the server and start it again")

    @OptionGroup var options: ServiceStartOptions

    func run(in context: CommandContext) async throws {
        if try context.service.running() != nil {
            try context.output.line(ServerText.stopping)
            _ = try await context.service.stop()
        }
        try context.output.line(ServerText.starting)
        try context.output.line(ServerText.ready(try await context.service.start(options.serviceOptions)))
    }
}
