import ArgumentParser

/// `foundry cache remove`: the same as `foundry model remove`.
struct CacheRemove: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "remove", abstract: "Remove a model from the cache", aliases: ["rm"])

    @OptionGroup var removal: ModelRemove

    func run(in context: CommandContext) async throws { try await removal.run(in: context) }
}
