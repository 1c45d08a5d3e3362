import ArgumentParser
import FoundryCore

/// `foundry config reset`.
struct ConfigReset: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "reset", abstract: "Put a setting back to its default")

    @Flag(name: [.short, .long], help: "Restart the service where it runs, so that the change holds at once.")
    var force = false
    @Argument(help: "The setting's name.", completion: .list(Configuration.keys))
    var key: String

    static let needsConfiguration = false

    func run(in context: CommandContext) async throws {
        var configuration = try Configuration(contentsOf: context.directories.configurationFile, skipping: key)
        try configuration.reset(key)
        try await SettingsChange(context: context).save(configuration, restarts: force)
    }
}
