import APIContracts
import FoundryCore
import Synchronization
import Testing

@testable import FoundryCommands

/// An answer and what stops it.
@Suite struct AnswerStreamTests {
    /// Writes one piece and then waits for its cancellation.
    private struct EndlessService: ModelService {
        func stream(_ request: ChatCompletionRequest, onChunk: (ChatCompletionChunk) throws -> Void) async throws {
            try onChunk(ChatCompletionChunk(id: "c", created: 1, model: "m", choices: [.init(index: 0, delta: .init(content: "so far"))]))
            try await Task.sleep(for: .seconds(1000))
        }

        func loadedModels() async throws -> [LoadedModelDescription] { [] }
        func load(_ name: String, timeToLive: Duration?, unloadsOthers: Bool) async throws {}
        func unload(_ name: String, force: Bool) async throws {}
        func complete(_ request: ChatCompletionRequest) async throws -> ChatCompletion { throw CancellationError() }
    }

    private let request = ChatSession(model: "m").request(for: "x")

    @Test func whatHadComeOfAStoppedAnswerIsKept() async throws {
        let (pieces, report) = AsyncStream.makeStream(of: String.self)
        let task = Task { try await AnswerStream(client: EndlessService()).run(request) { report.yield($0) } }
        for await piece in pieces {
            #expect(piece == "so far")
            break
        }
        task.cancel()
        let answer = try await task.value
        #expect(answer.text == "so far")
        #expect(answer.isInterrupted)
        #expect(answer.finishReason == nil)
    }

    @Test func aWholeAnswerHasItsReasonAndItsTokens() async throws {
        let fixture = try CommandFixture()
        fixture.service.reply(.success(["a", "b"]))
        let answer = try await AnswerStream(client: fixture.service).run(request) { _ in }
        #expect(answer.text == "ab")
        #expect(answer.finishReason == "stop")
        #expect(!answer.isInterrupted)
        #expect(answer.statistics.usage?.completionTokens == 2)
        #expect(answer.statistics.timeToFirstToken != nil)
    }

    @Test func anOutputThatFailsEndsTheAnswer() async throws {
        let fixture = try CommandFixture()
        await #expect(throws: BrokenPipe.self) {
            _ = try await AnswerStream(client: fixture.service).run(request) { _ in throw BrokenPipe() }
        }
    }

    @Test func aStoppedOneShotEndsAsInterrupted() async throws {
        let fixture = try CommandFixture()
        fixture.service.reply(.failure(FoundryError(.cancelled, "stopped")))
        let shot = OneShot(context: try fixture.context, client: fixture.service, session: ChatSession(model: "m"))
        let error = await #expect(throws: FoundryError.self) { try await shot.run("x") }
        #expect(error.flatMap { Failure($0) }?.status == .interrupted)
    }
}
