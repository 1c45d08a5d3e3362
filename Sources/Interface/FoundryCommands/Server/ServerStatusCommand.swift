import ArgumentParser
import Foundation

/// `foundry server status`. The exit status tells whether the server runs.
struct ServerStatusCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show the server's state", discussion: "The exit status is 0 where it runs, else 3.")

    @OptionGroup var output: OutputOptions

    static let needsConfiguration = false

    func run(in context: CommandContext) async throws {
        let service = try context.service.running()
        if output.isJSON {
            try context.output.json(ServerRecord(service))
        } else {
            try context.output.write(ServerText.status(service, now: .now))
        }
        if service == nil { throw ExitCode(ExitStatus.serviceNotRunning.rawValue) }
    }
}
