import ArgumentParser
import FoundryCore

/// `foundry config set`.
struct ConfigSet: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Change a setting", discussion: "Settings: \(Configuration.keys.joined(separator: ", ")).")

    @Flag(name: [.short, .long], help: "Restart the service where it runs, so that the change holds at once.")
    var force = false
    @Argument(help: "The setting's name.", completion: .list(Configuration.keys))
    var key: String
    @Argument(help: "Its value.")
    var value: String

    func run(in context: CommandContext) async throws {
        var configuration = context.configuration
        try configuration.set(key, toText: value)
        try await SettingsChange(context: context).save(configuration, restarts: force)
    }
}
