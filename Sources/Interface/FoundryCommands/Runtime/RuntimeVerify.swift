import ArgumentParser
import FoundryCore
import HardwareAbstraction

/// `foundry runtime verify`.
struct RuntimeVerify: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "verify", abstract: "Check the native libraries against their SHA-256")

    @Argument(help: "The runtime's id; the one this version uses unless given.")
    var id: String?

    func run(in context: CommandContext) async throws {
        let store = try context.runtimes()
        let id = id ?? store.manifest.id
        let verification: RuntimeStore.Verification
        do { verification = try await store.verify(id) } catch let error as FoundryError where error.code == .notFound && self.id == nil {
            throw FoundryError(.runtimeMissing, "The runtime \(id) is not installed. Run: foundry runtime install")
        }
        guard verification.isIntact else {
            for problem in verification.problems { try context.errors.line(Failure.oneLine(problem)) }
            throw FoundryError(.runtimeMissing, "The runtime \(id) is damaged. Run: foundry runtime install --force")
        }
        try context.output.line("🟢 Runtime \(id) is intact.")
    }
}
