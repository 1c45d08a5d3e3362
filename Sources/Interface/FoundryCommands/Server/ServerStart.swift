import ArgumentParser
import ServiceHost

/// `foundry server start`.
struct ServerStart: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "start", abstract: "Start the server in the background")

    @OptionGroup var options: ServiceStartOptions

    func run(in context: CommandContext) async throws {
        if try context.service.running() != nil { try options.warnThatNothingChanges(context) }
        try context.output.line(ServerText.starting)
        try context.output.line(ServerText.ready(try await context.service.start(options.serviceOptions)))
    }
}
