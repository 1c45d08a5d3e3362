import Foundation
import FoundryCore
import FoundryTestSupport
import GenAIRuntime
import Inference
import Testing

@Suite("A failure of the library", .timeLimit(.minutes(2)))
struct FaultTests {
    /// Words of a library that says something of its own.
    private static let words = "a gremlin sat in row 7"

    @Test("while loading is passed on, and nothing is left", arguments: ["config", "overlay", "model", "tokenizer"])
    func load(_ place: String) async throws {
        let model = try FakeModel("fail_\(place) \(Self.words)")
        let error = await #expect(throws: FoundryError.self) { try await model.load() }
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains(Self.words) == true)
        #expect(error?.message.contains(model.url.path) == true)
        #expect(model.counts.liveObjects == 0)
        #expect(model.counts.wrongThreadCalls == 0)
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let script: String
        let code: FoundryError.Code
        let message: String
        var parameter: String?
        /// What the reader got before the failure, from `abcdef`.
        var content = ""
        var testDescription: String { script }
    }

    @Test(
        "while answering reaches the reader in its words, and nothing is left",
        arguments: [
            Fault(script: "fail_template \(words)", code: .invalidArgument, message: words, parameter: "messages"),
            Fault(script: "empty_prompt", code: .invalidArgument, message: "prompt is empty", parameter: "messages"),
            Fault(script: "fail_encode \(words)", code: .invalidArgument, message: words),
            Fault(script: "bad_encode 256", code: .corrupt, message: "tokenizer.json gives the token id 256"),
            Fault(script: "bad_encode -1", code: .corrupt, message: "tokenizer.json gives the token id -1"),
            Fault(script: "fail_search \(words)", code: .invalidArgument, message: words),
            Fault(script: "fail_generator \(words)", code: .engineFailure, message: words),
            Fault(script: "fail_stream \(words)", code: .engineFailure, message: words),
            Fault(script: "fail_append \(words)", code: .engineFailure, message: words),
            Fault(script: "fail_step 1 \(words)", code: .engineFailure, message: words),
            Fault(script: "fail_step 4 \(words)", code: .engineFailure, message: words, content: "abc"),
            Fault(script: "fail_decode 3 \(words)", code: .engineFailure, message: words, content: "ab"),
            Fault(script: "bad_token 3 256", code: .engineFailure, message: "token id 256", content: "ab"),
            Fault(script: "bad_token 1 -7", code: .engineFailure, message: "token id -7"),
            Fault(script: "bad_token 2 2147483647", code: .engineFailure, message: "token id 2147483647", content: "a"),
        ])
    func generate(_ fault: Fault) async throws {
        let model = try FakeModel(fault.script)
        try await model.withEngine { engine in
            let before = model.counts.liveObjects
            let answer = await engine.answer(request("abcdef"))
            #expect(answer.error?.code == fault.code)
            #expect(answer.error?.message.contains(fault.message) == true)
            #expect(answer.error?.parameter == fault.parameter)
            #expect(answer.text == fault.content)
            #expect(answer.completion == nil)
            try await eventually("nothing is left") { model.counts.liveObjects == before }
            let counters = await engine.counters()
            #expect(counters.completed == 1 && counters.active == 0 && counters.cancelled == 0)
            #expect(engine.failure == nil)
        }
    }

    @Test("of one answer leaves the others alone", arguments: ["fail_append", "fail_step 3", "bad_token 2 999"])
    func isolated(_ fault: String) async throws {
        let line = fault.hasPrefix("fail") ? "\(fault) \(Self.words)" : fault
        try await FakeModel("\(line)\nonly_for BOOM").withEngine { engine in
            async let first = engine.answer(request("first answer"))
            async let failing = engine.answer(request("BOOM"))
            async let second = engine.answer(request("second answer"))
            #expect(await failing.error?.code == .engineFailure)
            #expect(await first.text == "first answer")
            #expect(await second.text == "second answer")
            #expect(await engine.answer(request("afterwards")).text == "afterwards")
        }
    }

    @Test("is not waited for where the configuration lacks what the engine needs", arguments: ["context_length", "vocab_size"])
    func configuration(_ key: String) async throws {
        let values = ["context_length": 100, "vocab_size": 256].filter { $0.key != key }.map { "\"\($0.key)\": \($0.value), " }.joined()
        let configuration = #"{"model": {"type": "llama", "# + values + #""decoder": {"filename": "model.onnx", "num_hidden_layers": 0}}}"#
        let model = try FakeModel(files: ["genai_config.json": configuration])
        let error = await #expect(throws: FoundryError.self) { try await model.load() }
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains("genai_config.json") == true && error?.message.contains(key) == true)
        #expect(model.counts.liveObjects == 0)
    }

    @Test("counting a prompt is passed on")
    func count() async throws {
        let model = try FakeModel("fail_template \(Self.words)")
        try await model.withEngine { engine in
            let error = await #expect(throws: FoundryError.self) { try await engine.countTokens([ChatMessage(role: .user, content: "hi")]) }
            #expect(error?.code == .invalidArgument)
            #expect(error?.message.contains(Self.words) == true)
        }
    }

    @Test("to be there at all is told with its path")
    func missingLibrary() throws {
        let directory = try TemporaryDirectory()
        let absent = directory.url.appending(path: "libabsent.so")
        let error = #expect(throws: FoundryError.self) { try GenAILibrary(onnxRuntime: nil, genAI: absent) }
        #expect(error?.code == .runtimeMissing)
        #expect(error?.message.contains(absent.path) == true)
        let other = #expect(throws: FoundryError.self) { try GenAILibrary(onnxRuntime: absent, genAI: FakeLibrary.url) }
        #expect(other?.code == .runtimeMissing)
    }

    @Test(
        "in the script itself is told, so that no test passes by a slip",
        arguments: ["emti 41", "emit 4", "emit 4g", "fail_step x", "only_for"])
    func script(_ line: String) async throws {
        let model = try FakeModel(line)
        let error = await #expect(throws: FoundryError.self) { try await model.load() }
        #expect(error?.message.contains("no directive") == true)
    }
}
