import APIContracts
import ArgumentParser

/// `foundry service ps`, also `list`.
struct ServiceModels: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "ps", abstract: "List the models in memory", aliases: ["list", "ls"])

    @OptionGroup var output: OutputOptions

    /// What `-o json` prints.
    private struct Record: Encodable { let models: [LoadedModelDescription] }

    func run(in context: CommandContext) async throws {
        let models = try await context.client().loadedModels()
        if output.isJSON { return try context.output.json(Record(models: models)) }
        try context.output.line(ServiceText.loaded(models.map { ($0.alias, $0.id) }))
    }
}
