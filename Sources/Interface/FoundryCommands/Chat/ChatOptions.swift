import ArgumentParser
import FoundryCore

/// The options of every command that asks a model.
struct ChatOptions: ParsableArguments {
    @Option(name: .long, help: "What the model is told to be.")
    var system: String?
    @Option(name: .long, help: "How freely words are chosen, from 0 (always the likeliest) to 2.")
    var temperature: String?
    @Option(name: .long, help: "Choose among the likeliest words that together reach this probability.")
    var topP: String?
    @Option(name: .long, help: "Choose among this many of the likeliest words.")
    var topK: String?
    @Option(name: .long, help: "The most tokens of an answer.")
    var maxTokens: String?
    @Option(name: .long, help: "Makes answers repeatable.")
    var seed: String?
    @Option(name: .long, parsing: .singleValue, help: "A text at which an answer ends; may be given several times.")
    var stop: [String] = []

    func validate() throws {
        do { _ = try parameters() } catch { throw ValidationError("\(error)") }
    }

    /// The parameters that were given.
    func parameters() throws -> ChatParameters {
        var parameters = ChatParameters()
        for (name, value) in [("temperature", temperature), ("top_p", topP), ("top_k", topK), ("max_tokens", maxTokens), ("seed", seed)] {
            if let value { try parameters.set(name, to: [value]) }
        }
        if !stop.isEmpty { try parameters.set("stop", to: stop) }
        return parameters
    }

    /// A conversation that has not begun.
    func session(model: String) throws -> ChatSession {
        ChatSession(model: model, system: system, parameters: try parameters())
    }
}
