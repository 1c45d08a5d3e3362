import ArgumentParser
import FoundryCore
import HardwareAbstraction

/// `foundry status`: the whole at a glance.
struct StatusCommand: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "status", abstract: "Show the state of everything")

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let overview = try await Overview(context)
        if output.isJSON { return try context.output.json(overview) }
        try context.output.write(overview.text)
    }
}
