import FoundryCore
import Inference
import Testing

@testable import EngineProcess

/// A connection and a host talk as they should.
@Suite(.timeLimit(.minutes(1))) struct ConversationTests {
    @Test func aLoadTellsTheEnginesFacts() async throws {
        let loopback = try Loopback()
        #expect(try await loopback.connection.load(.example) == loopback.engine.facts)
        #expect(loopback.connection.failure == nil)
    }

    @Test func theLoadRequestArrivesWhole() async throws {
        let loopback = try Loopback { request in throw FoundryError(.internalError, request == .example ? "the same" : "\(request)") }
        let error = await #expect(throws: FoundryError.self) { try await loopback.connection.load(.example) }
        #expect(error?.message == "the same")
    }

    @Test func aFailedLoadTellsWhy() async throws {
        let loopback = try Loopback { _ in throw FoundryError(.corrupt, "genai_config.json is no JSON.", parameter: "model") }
        let error = await #expect(throws: FoundryError.self) { try await loopback.connection.load(.example) }
        #expect(error?.code == .corrupt)
        #expect(error?.message == "genai_config.json is no JSON.")
        #expect(error?.parameter == "model")
    }

    @Test func anAnswerArrivesWholeAndInOrder() async throws {
        let loopback = try await Loopback.loaded()
        let answer = try await loopback.connection.generate(.saying("count 1000")).collect()
        #expect(answer.text == (0..<1000).map(FakeEngine.piece))
        #expect(answer.completion == FakeEngine.completion)
    }

    @Test func aSlowReaderGetsThousandsOfPiecesWhileLittleIsUnderWay() async throws {
        let loopback = try await Loopback.loaded()
        var read = 0
        var mostUnread = 0
        for try await event in loopback.connection.generate(.saying("count 5000")) {
            guard case .content(let text) = event else { continue }
            #expect(text == FakeEngine.piece(read))
            read += 1
            // Now and then the reader lets everybody else go on as far as they can.
            if read.isMultiple(of: 500) { for _ in 0..<2000 { await Task.yield() } }
            mostUnread = max(mostUnread, loopback.engine.produced - read)
        }
        #expect(read == 5000)
        // A window on the way, the fake engine's own four, and one in the hands of each side.
        #expect(mostUnread <= CreditWindow.size + 6)
    }

    @Test func anUnreadRequestDoesNotHoldAnother() async throws {
        let loopback = try await Loopback.loaded()
        let unread = loopback.connection.generate(.saying("endless"))
        let answer = try await loopback.connection.generate(.saying("count 2000")).collect()
        #expect(answer.text.count == 2000)
        withExtendedLifetime(unread) {}
    }

    @Test func manyRequestsAtOnceKeepTheirText() async throws {
        let loopback = try await Loopback.loaded()
        try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            for count in 100..<116 {
                group.addTask {
                    let answer = try await loopback.connection.generate(.saying("count \(count)")).collect()
                    return (count, answer.text == (0..<count).map(FakeEngine.piece) ? answer.text.count : -1)
                }
            }
            for try await (asked, got) in group { #expect(asked == got) }
        }
    }

    @Test func aRequestOfMegabytesArrives() async throws {
        let loopback = try await Loopback.loaded()
        let text = String(repeating: "é", count: 2 << 20)
        #expect(try await loopback.connection.countTokens([ChatMessage(role: .user, content: text)]) == 2 << 20)
    }

    @Test func aRequestOverTheLimitFailsAloneAndSaysSo() async throws {
        let loopback = try await Loopback.loaded()
        let stream = loopback.connection.generate(.saying(String(repeating: "x", count: Frame.maximumPayload)))
        let error = await #expect(throws: FoundryError.self) { try await stream.collect() }
        #expect(error?.code == .invalidArgument)
        #expect(try await loopback.connection.generate(.saying("count 3")).collect().text.count == 3)
    }

    @Test func anErrorOfTheEngineCrosses() async throws {
        let loopback = try await Loopback.loaded()
        let error = await #expect(throws: FoundryError.self) { try await loopback.connection.generate(.saying("fail")).collect() }
        #expect(error?.code == .contextLengthExceeded)
        #expect(error?.parameter == "messages")
        #expect(loopback.connection.failure == nil)
    }

    @Test func anErrorAfterSomeTextFollowsTheText() async throws {
        let loopback = try await Loopback.loaded()
        var text: [String] = []
        let error = await #expect(throws: FoundryError.self) {
            for try await event in loopback.connection.generate(.saying("break")) {
                if case .content(let piece) = event { text.append(piece) }
            }
        }
        #expect(text.count == 2)
        #expect(error?.message == "The sampler broke.")
    }

    @Test func countsAndCountersCross() async throws {
        let loopback = try await Loopback.loaded()
        #expect(try await loopback.connection.countTokens([ChatMessage(role: .user, content: "12345")]) == 5)
        #expect(try await loopback.connection.counters() == loopback.engine.counters())
    }

    @Test(arguments: ["silent", "endless"])
    func aDroppedStreamStopsTheEngine(text: String) async throws {
        let loopback = try await Loopback.loaded()
        do { _ = loopback.connection.generate(.saying(text)) }
        await loopback.engine.cancelled.wait()
    }

    @Test(arguments: ["silent", "endless"])
    func aCancelledReaderStopsTheEngine(text: String) async throws {
        let loopback = try await Loopback.loaded()
        let reader = Task { try await loopback.connection.generate(.saying(text)).collect() }
        if text == "endless" { while loopback.engine.produced == 0 { await Task.yield() } }
        reader.cancel()
        await loopback.engine.cancelled.wait()
        await #expect(throws: CancellationError.self) { try await reader.value }
    }

    @Test func aCancelledQuestionReturns() async throws {
        let loopback = try await Loopback.loaded()
        let question = Task { try await loopback.connection.countTokens([ChatMessage(role: .user, content: "silent")]) }
        question.cancel()
        await #expect(throws: CancellationError.self) { try await question.value }
        #expect(try await loopback.connection.countTokens([]) == 0)
    }
}
