import APIContracts
import FoundryCore
import Synchronization
import TerminalUI
import Testing

@testable import FoundryCommands
import Foundation

/// The conversation at the terminal, with a list of lines for a keyboard.
@Suite struct ChatReplTests {
    /// Runs a chat over lines and returns what it remembered of them.
    @discardableResult
    private func chat(_ fixture: CommandFixture, _ lines: LineInput..., prepare: (inout ChatRepl) -> Void = { _ in }) async throws
        -> [String]
    {
        let rest = Mutex(lines)
        let remembered = Mutex<[String]>([])
        let editor = ChatEditor(
            next: { _, _ in rest.withLock { $0.isEmpty ? .endOfInput : $0.removeFirst() } },
            remember: { message in remembered.withLock { $0.append(message) } })
        var repl = ChatRepl(context: try fixture.context, client: fixture.service, session: ChatSession(model: "m:1"), editor: editor)
        prepare(&repl)
        try await repl.run()
        return remembered.withLock(\.self)
    }

    @Test func theGreetingAndAnAnswerAreThoseOfTheOlderGeneration() async throws {
        let fixture = try CommandFixture()
        fixture.service.reply(.success(["Hello", "!"]))
        try await chat(fixture, .line("hello"))
        #expect(
            fixture.output == """
                Interactive Chat. Enter /? or /help for help.
                Press Ctrl+C to cancel generation. Type /exit to leave the chat.

                Interactive mode, please enter your prompt
                🧠 Thinking...
                🤖 Hello!

                """)
    }

    @Test func eachQuestionCarriesTheConversation() async throws {
        let fixture = try CommandFixture()
        fixture.service.reply(.success(["one"]), .success(["two"]))
        try await chat(fixture, .line("a"), .line("b"))
        #expect(fixture.service.requests.last?.messages.map(\.content) == ["a", "one", "b"].map { .text($0) })
    }

    @Test func aPromptThatDoesNotFitIsToldAndForgotten() async throws {
        let fixture = try CommandFixture()
        fixture.service.reply(
            .success(["one"]), .failure(FoundryError(.contextLengthExceeded, "The prompt has 999 tokens.")), .success(["two"]))
        try await chat(fixture, .line("a"), .line("too long"), .line("b"))
        #expect(fixture.errors == "Exception: The prompt has 999 tokens.\n")
        #expect(fixture.service.requests.last?.messages.map(\.content) == ["a", "one", "b"].map { .text($0) })
    }

    @Test func unknownOrdersAreToldAndNothingIsSent() async throws {
        let fixture = try CommandFixture()
        try await chat(fixture, .line("/nonsense"), .line("/set"), .line("/save"))
        #expect(fixture.output.contains("Unknown command '/nonsense'. Type /? for help\n"))
        #expect(fixture.output.contains("Usage: /save NAME\n"))
        #expect(fixture.service.requests.isEmpty)
    }

    @Test(arguments: ["/exit", "/bye", "/quit"])
    func leavingSendsNothing(_ word: String) async throws {
        let fixture = try CommandFixture()
        try await chat(fixture, .line(word), .line("not sent"))
        #expect(fixture.service.requests.isEmpty)
    }

    @Test func ctrlCAtThePromptTellsHowToLeave() async throws {
        let fixture = try CommandFixture()
        try await chat(fixture, .interrupted, .line("a"))
        #expect(fixture.output.contains("Use Ctrl + d or /exit to exit.\n"))
        #expect(fixture.service.requests.count == 1)
    }

    @Test func ctrlCWithinAMessageForgetsIt() async throws {
        let fixture = try CommandFixture()
        let remembered = try await chat(fixture, .line("\"\"\"begun"), .interrupted, .line("a"))
        #expect(remembered == ["a"])
        #expect(fixture.service.requests.map { $0.messages.map(\.content) } == [[.text("a")]])
        #expect(!fixture.output.contains("Use Ctrl + d"))
    }

    @Test func aMessageOfSeveralLinesIsSentAndRememberedWhole() async throws {
        let fixture = try CommandFixture()
        let remembered = try await chat(fixture, .line("\"\"\"a"), .line("b\"\"\""))
        #expect(remembered == ["a\nb"])
        #expect(fixture.service.requests.first?.messages.first?.content == .text("a\nb"))
    }

    @Test func ordersChangeWhatIsAsked() async throws {
        let fixture = try CommandFixture()
        try await chat(fixture, .line("/set parameter top_k 3"), .line("/system be brief"), .line("a"), .line("/clear"), .line("b"))
        let request = try #require(fixture.service.requests.last)
        #expect(request.topK == 3)
        #expect(request.messages.map(\.content) == [.text("be brief"), .text("b")])
    }

    @Test func aConversationIsSavedAndLoaded() async throws {
        let fixture = try CommandFixture()
        fixture.service.reply(.success(["one"]), .success(["two"]))
        try await chat(fixture, .line("a"), .line("/save talk"), .line("/clear"), .line("/load talk"), .line("b"))
        #expect(fixture.output.contains("Loaded the conversation 'talk' with 1 turn.\n"))
        #expect(fixture.service.requests.last?.messages.map(\.content) == ["a", "one", "b"].map { .text($0) })
    }

    @Test func loadingAModelsNameSwitchesToIt() async throws {
        let fixture = try CommandFixture()
        try fixture.addModel("p/other-3", name: "other-generic-cpu:3")
        try await chat(fixture, .line("a"), .line("/load other"), .line("b"))
        #expect(fixture.service.calls == ["load other-generic-cpu:3 - false"])
        let request = try #require(fixture.service.requests.last)
        #expect(request.model == "other-generic-cpu:3")
        #expect(request.messages.map(\.content) == [.text("b")])
    }

    @Test func loadingWhatIsNotThereKeepsTheConversation() async throws {
        let fixture = try CommandFixture()
        try await chat(fixture, .line("a"), .line("/load nothing"), .line("b"))
        #expect(fixture.errors.hasPrefix("Exception: There is no conversation 'nothing'. "))
        #expect(fixture.service.requests.last?.messages.count == 3)
    }

    @Test func verboseTellsTheNumbersUntilQuiet() async throws {
        let fixture = try CommandFixture()
        fixture.service.reply(.success(["x", "y"]), .success(["z"]))
        try await chat(fixture, .line("/set verbose"), .line("a"), .line("/set quiet"), .line("b"), .line("/stats")) {
            $0.load = .seconds(2)
        }
        #expect(fixture.output.components(separatedBy: "prompt tokens:        3\n").count == 3)
        #expect(fixture.output.contains("load duration:        2.000s\n"))
        #expect(fixture.output.contains("completion tokens:    2\n"))
    }

    @Test func showTellsTheSystemTextTheParametersAndTheModel() async throws {
        let fixture = try CommandFixture()
        fixture.service.set(loaded: ["m:1"])
        try await chat(fixture, .line("/show system"), .line("/set parameter seed 4"), .line("/show parameters"), .line("/show"))
        #expect(fixture.output.contains("There is no system message.\n"))
        #expect(fixture.output.contains("seed 4\n"))
        #expect(fixture.output.contains("Context      4096 tokens\n"))
    }

    @Test func answersCannotSteerATerminal() throws {
        let shown = Mutex("")
        let printer = AnswerPrinter(output: TextOutput(isTerminal: true) { text in shown.withLock { $0 += text } }, prefix: "🤖 ")
        try printer.write("a\u{1B}]0;x\u{07}")
        try printer.write("b\tc\n")
        #expect(shown.withLock(\.self) == "🤖 a\u{FFFD}]0;x\u{FFFD}b\tc\n")
    }
}
