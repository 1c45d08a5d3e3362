import ArgumentParser
import FoundryCore

/// `foundry config`: shows the settings; `set` and `reset` change them.
struct ConfigCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show and change the settings", subcommands: [ConfigSet.self, ConfigReset.self])

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let values = context.configuration.values
        if output.isJSON { return try context.output.json(values) }
        try context.output.write(Self.text(values))
    }

    /// A line a setting.
    static func text(_ values: [String: JSONValue]) -> String {
        NamedLines(Configuration.keys.map { ($0, Self.shown(values[$0] ?? .null)) }).text
    }

    private static func shown(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .bool(let flag): String(flag)
        default: "(default)"
        }
    }
}
