import ArgumentParser

/// A command that works with a context instead of the process itself, so that tests can run it.
protocol ContextCommand: AsyncParsableCommand {
    /// Does the command's work.
    func run(in context: CommandContext) async throws
}

extension ContextCommand {
    func run() async throws { try await run(in: try .current()) }
}
