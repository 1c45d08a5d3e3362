import ArgumentParser

/// `foundry service status`. The exit status is 0 also where the service does not run: SDKs of 0.8 take another one for a failure.
struct ServiceStatusCommand: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "status", abstract: "Show whether the service runs, and where")

    @OptionGroup var output: OutputOptions

    static let needsConfiguration = false

    func run(in context: CommandContext) async throws {
        let service = try context.service.running()
        if output.isJSON { return try context.output.json(ServerRecord(service)) }
        try context.output.line(service.map(ServiceText.status) ?? ServiceText.notRunning)
    }
}
