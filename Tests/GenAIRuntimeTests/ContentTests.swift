import FoundryCore
import GenAIRuntime
import Inference
import Testing

@Suite("The engine's content", .timeLimit(.minutes(2)))
struct ContentTests {
    @Test("arrives in order and whole, however long it is")
    func order() async throws {
        let text = (0..<500).map { "word\($0)" }.joined(separator: " ")
        try await FakeModel().withEngine { engine in
            let answer = await engine.answer(request(text, maxTokens: 4000))
            #expect(answer.error == nil)
            #expect(answer.text == text)
            #expect(answer.pieces.count > 1000)
            #expect(!answer.pieces.contains(""))
        }
    }

    @Test("never holds part of a character", arguments: ["é", "漢字", "👩‍👩‍👧", "aéb漢c👩‍👩‍👧d", "e\u{301}x", "\u{10FFFF}"])
    func characters(_ text: String) async throws {
        try await FakeModel(emit(text)).withEngine { engine in
            let answer = await engine.answer(request("hi"))
            #expect(Array(answer.text.utf8) == Array(text.utf8))
            #expect(answer.pieces == text.unicodeScalars.map { String(Character($0)) })
            #expect(answer.completion?.usage.completionTokens == text.utf8.count + 1)
        }
    }

    @Test("leaves out a character that is not whole at the end")
    func truncatedCharacter() async throws {
        try await FakeModel(emit("ab漢")).withEngine { engine in
            let answer = await engine.answer(request("hi", maxTokens: 4))
            #expect(answer.text == "ab")
            #expect(answer.completion?.reason == .length)
        }
    }

    struct Stop: Sendable, CustomTestStringConvertible {
        let written: String
        let stop: [String]
        let expected: String
        var testDescription: String { "\(written) \(stop)" }
    }

    @Test(
        "ends before a stop string, across tokens",
        arguments: [
            Stop(written: "one STOP two", stop: ["STOP"], expected: "one "),
            Stop(written: "one STSTOP two", stop: ["STOP"], expected: "one ST"),
            Stop(written: "one two", stop: ["never", "two"], expected: "one "),
            Stop(written: "STOP", stop: ["STOP"], expected: ""),
            Stop(written: "a漢字b", stop: ["漢字"], expected: "a"),
            Stop(written: "a漢漢字b", stop: ["漢字"], expected: "a漢"),
            Stop(written: "line\n\nmore", stop: ["\n\n"], expected: "line"),
            Stop(written: "xy", stop: ["x", "y"], expected: ""),
        ])
    func stop(_ example: Stop) async throws {
        try await FakeModel(emit(example.written)).withEngine { engine in
            let answer = await engine.answer(request("hi", stop: example.stop))
            #expect(answer.text == example.expected)
            #expect(answer.completion?.reason == .stop)
        }
    }

    @Test("passes on a stop string that never completes", arguments: ["", "loop"])
    func unfinishedStop(_ directive: String) async throws {
        let model = try FakeModel("\(emit("one STO"))\n\(directive)")
        try await model.withEngine { engine in
            let answer = await engine.answer(request("hi", maxTokens: directive.isEmpty ? nil : 7, stop: ["STOP"]))
            #expect(answer.text == "one STO")
            #expect(answer.completion?.reason == (directive.isEmpty ? .stop : .length))
        }
    }

    @Test("stops writing once a stop string was met")
    func writesNoMore() async throws {
        let model = try FakeModel("\(emit("a.b"))\nloop")
        try await model.withEngine { engine in
            let answer = await engine.answer(request("hi", stop: ["."]))
            #expect(answer.text == "a")
            #expect(answer.completion?.usage.completionTokens == 2)
            #expect(model.counts.writtenTokens == 2)
        }
    }

    @Test("ends at the model's end token, which counts and is not shown")
    func endToken() async throws {
        try await FakeModel(emit("abc")).withEngine { engine in
            let answer = await engine.answer(request("hi"))
            #expect(answer.text == "abc")
            #expect(answer.completion?.reason == .stop)
            #expect(answer.completion?.usage == Usage(promptTokens: promptLength("hi"), completionTokens: 4))
        }
    }

    @Test("ends at any of several end tokens")
    func endTokens() async throws {
        try await FakeModel("\(emit("ab!cd"))\nloop", endTokens: "[0, 33]").withEngine { engine in
            let answer = await engine.answer(request("hi"))
            #expect(answer.text == "ab")
            #expect(answer.completion?.reason == .stop)
            #expect(answer.completion?.usage.completionTokens == 3)
        }
    }

    @Test("is empty where the model ends its turn at once")
    func nothing() async throws {
        try await FakeModel("emit").withEngine { engine in
            let answer = await engine.answer(request("hi"))
            #expect(answer.pieces.isEmpty)
            #expect(answer.completion?.reason == .stop)
            #expect(answer.completion?.usage.completionTokens == 1)
        }
    }

    @Test("ends at the token limit", arguments: [1, 2, 64, 65, 200])
    func length(_ limit: Int) async throws {
        let model = try FakeModel("\(emit("x"))\nloop")
        try await model.withEngine { engine in
            let answer = await engine.answer(request("hi", maxTokens: limit))
            #expect(answer.text == String(repeating: "x", count: limit))
            #expect(answer.completion?.reason == .length)
            #expect(answer.completion?.usage.completionTokens == limit)
            #expect(model.counts.writtenTokens == limit)
        }
    }

    @Test("is held to the default limit where the request names none")
    func defaultLimit() async throws {
        try await FakeModel("\(emit("x"))\nloop").withEngine { engine in
            let answer = await engine.answer(request("hi"))
            #expect(answer.text.utf8.count == GenerationRequest.defaultMaxTokens)
            #expect(answer.completion?.reason == .length)
        }
    }

    @Test("comes with times that are not negative")
    func timings() async throws {
        try await FakeModel().withEngine { engine in
            let timings = try #require(await engine.answer(request("hello")).completion?.timings)
            #expect(timings.queue >= 0 && timings.prefill >= 0 && timings.decode >= 0)
        }
    }
}
