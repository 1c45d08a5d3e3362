import FoundryCore
import ServiceHost

/// A change of `config.json`, and what follows for a service that runs.
struct SettingsChange: Sendable {
    let context: CommandContext

    /// Changes settings, all or none.
    /// - Parameters:
    ///   - changes: Names and values.
    ///   - restarts: Whether the service restarts where it runs, so that the change holds at once.
    /// - Throws: `FoundryError` `invalidArgument` for a wrong name or value.
    func apply(_ changes: [(String, JSONValue)], restarts: Bool) async throws {
        var configuration = try Configuration(contentsOf: context.directories.configurationFile)
        for (key, value) in changes { try configuration.set(key, to: value) }
        try await save(configuration, restarts: restarts)
    }

    /// Writes settings.
    func save(_ configuration: Configuration, restarts: Bool) async throws {
        try context.output.line("Saving new settings")
        try configuration.write(to: context.directories.configurationFile)
        guard try context.service.running() != nil else { return }
        guard restarts else {
            return try context.output.line("The service uses them after a restart: foundry service restart")
        }
        try await ServiceRestart.restart(context, options: ServiceOptions())
    }
}
