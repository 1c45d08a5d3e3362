import ArgumentParser
import FoundryCore
import HardwareAbstraction

/// `foundry runtime remove`.
struct RuntimeRemove: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "remove", abstract: "Remove the native libraries", aliases: ["rm"])

    @Argument(help: "The runtime's id; the one this version uses unless given.")
    var id: String?
    @Flag(name: [.short, .long], help: "Do not ask.")
    var yes = false

    func run(in context: CommandContext) async throws {
        let store = try context.runtimes()
        let id = id ?? store.manifest.id
        guard try await DedicatedThread.run(named: "command", { try store.list() }).contains(where: { $0.id == id }) else {
            throw FoundryError(.notFound, "The runtime \(id) is not installed. See: foundry runtime list")
        }
        if !yes {
            let question = "⚠️ Are you sure you want to remove the runtime \(id)? (y/n)"
            guard try await context.confirmation(question, on: context.output) else {
                return try context.output.line("Nothing was removed.")
            }
        }
        try await DedicatedThread.run(named: "command") { try store.remove(id) }
        try context.output.line("Removed the runtime \(id).")
    }
}
