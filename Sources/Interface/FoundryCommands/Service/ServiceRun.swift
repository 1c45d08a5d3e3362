import ArgumentParser
import ServiceHost

/// `foundry service run`: the service itself, for systemd, launchd and containers.
struct ServiceRun: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the service in the foreground, until SIGTERM or Ctrl-C")

    @OptionGroup var options: ServiceStartOptions

    func run(in context: CommandContext) async throws {
        try await ServiceProcess.run(
            options.serviceOptions, directories: context.directories, environment: context.environment, executable: context.executable)
    }
}
