import ArgumentParser
import Foundation
import FoundryCore
import ModelCache
import TerminalUI

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// `foundry model run`, `foundry run` and `foundry chat`.
struct ModelRun: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Chat with a model, or ask it once",
        discussion: "With --prompt, or a prompt on standard input, the answer is all that is printed.", aliases: ["chat"])

    @Argument(help: "The model's alias, name or id, or its folder; the only model there is unless given.")
    var model: String?
    @Option(name: [.short, .long], help: "Ask this and end.")
    var prompt: String?
    @OptionGroup var chat: ChatOptions
    @Flag(name: .long, help: "Tell times and token counts.")
    var verbose = false
    @Flag(name: .long, help: "Keep other models in memory.")
    var retain = false
    @OptionGroup var time: TimeToLiveOptions
    @OptionGroup var device: DeviceOptions

    func run(in context: CommandContext) async throws {
        try device.check()
        let prompt = try await oneShotPrompt()
        let announcements = prompt == nil ? context.output : context.errors
        let launch = ModelLaunch(context: context, announcements: announcements)
        let model = try await launch.find(model)
        let client = try await context.startedClient(announcements: announcements)
        let load = try await launch.load(model, client: client, timeToLive: time.duration, unloadsOthers: !retain, isVerbose: verbose)
        let session = try chat.session(model: model.id.description)
        if let prompt {
            return try await OneShot(context: context, client: client, session: session, load: load, isVerbose: verbose).run(prompt)
        }
        let history = InputHistory(contentsOf: context.directories.home.appending(path: "history"))
        var repl = ChatRepl(context: context, client: client, session: session, editor: .terminal(LineEditor(history: history)))
        repl.isVerbose = verbose
        repl.load = load
        try await repl.run()
    }

    /// The one question to ask; nil for a conversation.
    private func oneShotPrompt() async throws -> String? {
        if let prompt { return prompt }
        guard isatty(0) == 0 else { return nil }
        return try await DedicatedThread.run(named: "command") { try PipedPrompt.read() }
    }
}
