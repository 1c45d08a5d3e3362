import ArgumentParser
import ServiceHost

/// `foundry service start`.
struct ServiceStart: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "start", abstract: "Start the service in the background")

    @OptionGroup var options: ServiceStartOptions

    func run(in context: CommandContext) async throws {
        if let service = try context.service.running() {
            try options.warnThatNothingChanges(context)
            return try context.output.line(ServiceText.alreadyRunning(service))
        }
        try context.output.line(ServiceText.started(try await context.service.start(options.serviceOptions)))
    }
}
