import APIContracts
import FoundryCore
import Testing

@testable import FoundryCommands

/// What is kept of a conversation, and what is asked.
@Suite struct ChatSessionTests {
    @Test func aRequestHoldsTheWholeConversation() {
        var session = ChatSession(model: "m:1", system: "be brief")
        session.append(prompt: "a", answer: "b")
        let request = session.request(for: "c")
        #expect(request.model == "m:1")
        #expect(request.messages.map(\.role) == ["system", "user", "assistant", "user"])
        #expect(request.messages.map(\.content) == ["be brief", "a", "b", "c"].map { .text($0) })
        #expect(request.stream == true)
        #expect(request.streamOptions?.includeUsage == true)
    }

    @Test func aTurnWithoutAnAnswerIsForgotten() {
        var session = ChatSession(model: "m")
        session.append(prompt: "a", answer: "")
        #expect(session.turns.isEmpty)
    }

    @Test func clearingKeepsTheSystemTextAndTheParameters() throws {
        var session = ChatSession(model: "m", system: "s")
        try session.parameters.set("seed", to: ["7"])
        session.append(prompt: "a", answer: "b")
        session.clear()
        #expect(session.turns.isEmpty)
        #expect(session.system == "s")
        #expect(session.parameters.seed == 7)
    }

    @Test func parametersReachTheRequest() throws {
        var session = ChatSession(model: "m")
        for (name, values) in [
            ("temperature", ["0.5"]), ("top_p", ["0.9"]), ("top_k", ["5"]), ("max_tokens", ["9"]), ("seed", ["-1"]), ("stop", ["a", "b"]),
            ("repetition_penalty", ["1.1"]),
        ] { try session.parameters.set(name, to: values) }
        let request = session.request(for: "x")
        #expect(request.temperature == 0.5)
        #expect(request.topP == 0.9)
        #expect(request.topK == 5)
        #expect(request.maxTokens == 9)
        #expect(request.seed == -1)
        #expect(request.stop?.texts == ["a", "b"])
        #expect(request.repetitionPenalty == 1.1)
        #expect(session.parameters.shown.map(\.0) == ChatParameters.names)
    }

    @Test(arguments: [
        ("temperature", ["-1"]), ("temperature", ["3"]), ("temperature", ["nan"]), ("temperature", ["inf"]), ("top_p", ["1.5"]),
        ("top_k", ["0"]),
        ("top_k", ["1.5"]), ("max_tokens", ["0"]), ("max_tokens", ["1", "2"]), ("seed", ["x"]), ("seed", []), ("repetition_penalty", ["0"]),
        ("colour", ["red"]), ("", [""]),
    ])
    func otherValuesAreRefusedAndChangeNothing(_ name: String, _ values: [String]) {
        var parameters = ChatParameters()
        let error = #expect(throws: FoundryError.self) { try parameters.set(name, to: values) }
        #expect(error?.code == .invalidArgument)
        #expect(parameters == ChatParameters())
    }
}
