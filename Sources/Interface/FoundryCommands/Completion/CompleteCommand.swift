import APIContracts
import ArgumentParser
import FoundryCore
import ModelCache

/// `foundry complete`: one question, one answer, nothing kept.
struct CompleteCommand: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "complete", abstract: "Ask a model once")

    @Argument(help: "The model's alias, name or id, or its folder.")
    var model: String
    @Argument(help: "The question.")
    var prompt: String
    @OptionGroup var chat: ChatOptions
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let model = try await ModelLaunch(context: context, announcements: context.errors).find(model)
        let client = try await context.startedClient(announcements: context.errors)
        let session = try chat.session(model: model.id.description)
        if output.isJSON { return try context.output.json(try await client.complete(session.request(for: prompt))) }
        try await OneShot(context: context, client: client, session: session).run(prompt)
    }
}
