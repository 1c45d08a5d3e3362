import ArgumentParser

/// A command that works with a context instead of the process itself, so that tests can run it.
protocol ContextCommand: AsyncParsableCommand {
    /// Whether it cannot do without `config.json`: ending a service, and mending that file, must work with a damaged one.
    static var needsConfiguration: Bool { get }

    /// Does the command's work.
    func run(in context: CommandContext) async throws
}

extension ContextCommand {
    static var needsConfiguration: Bool { true }
    func run() async throws { try await run(in: try .current(needsConfiguration: Self.needsConfiguration)) }
}
