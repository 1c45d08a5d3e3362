import FoundryCore
import FoundryTestSupport
import GenAIRuntime
import Inference
import Testing

@Suite(
    "Real models",
    .enabled(if: RealModels.areAvailable, "\(RealModels.reason)"),
    .serialized, .timeLimit(.minutes(5)))
struct RealModelTests {
    private static let question = "Do you like ice cream?"
    private static let reply = "I love ice cream! It's so cool and refreshing."

    /// A greedy request.
    private static func greedy(_ content: String, maxTokens: Int? = nil, stop: [String] = []) -> GenerationRequest {
        request(content, sampling: .init(temperature: 0), maxTokens: maxTokens, stop: stop)
    }

    @Test("answer in words, and end their turn")
    func words() async throws {
        try await RealRuntime.withEngine("tinytalk") { engine in
            let answer = await engine.answer(Self.greedy(Self.question))
            #expect(answer.error == nil)
            #expect(answer.text == Self.reply)
            let completion = try #require(answer.completion)
            #expect(completion.reason == .stop)
            #expect((3...60).contains(completion.usage.promptTokens))
            #expect((10...40).contains(completion.usage.completionTokens))
            #expect(completion.usage.cachedTokens == 0)
            #expect(completion.timings.prefill > 0 && completion.timings.decode > 0)
            let count = try await engine.countTokens([ChatMessage(role: .user, content: Self.question)])
            #expect(count == completion.usage.promptTokens)
            #expect(engine.facts.contextLength == 256)
            #expect(engine.facts.vocabularySize == 14019)
        }
    }

    @Test("answer several at once as they answer one")
    func together() async throws {
        try await RealRuntime.withEngine("tinytalk") { engine in
            let questions = [Self.question, "Hello!", "What is your name?", "Do you like dogs?"]
            var alone: [String] = []
            for question in questions { alone.append(await engine.answer(Self.greedy(question)).text) }
            let together = await withTaskGroup(of: (Int, String).self) { group in
                for (index, question) in questions.enumerated() {
                    group.addTask { (index, await engine.answer(Self.greedy(question)).text) }
                }
                return await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
            }
            #expect(questions.indices.map { together[$0] } == alone)
        }
    }

    @Test("stop before a stop string", arguments: ["It's", "!", "cream! It", "ice"])
    func stop(_ stop: String) async throws {
        try await RealRuntime.withEngine("tinytalk") { engine in
            let answer = await engine.answer(Self.greedy(Self.question, stop: [stop]))
            let expected = try #require(Self.reply.firstRange(of: stop).map { Self.reply[..<$0.lowerBound] })
            #expect(answer.text == expected)
            #expect(answer.completion?.reason == .stop)
        }
    }

    @Test("stop at the token limit")
    func length() async throws {
        try await RealRuntime.withEngine("tinytalk") { engine in
            let answer = await engine.answer(Self.greedy(Self.question, maxTokens: 4))
            #expect(answer.completion?.reason == .length)
            #expect(answer.completion?.usage.completionTokens == 4)
            #expect(Self.reply.hasPrefix(answer.text))
        }
    }

    @Test("refuse a prompt longer than their context, with the numbers")
    func overflow() async throws {
        try await RealRuntime.withEngine("tinytalk") { engine in
            let numbers = (1...400).map(String.init).joined(separator: " ")
            let error = await engine.answer(Self.greedy(numbers)).error
            #expect(error?.code == .contextLengthExceeded)
            #expect(error?.message.contains("256") == true)
            let count = try await engine.countTokens([ChatMessage(role: .user, content: numbers)])
            #expect(error?.message.contains("\(count) tokens") == true)
            // The engine goes on as if nothing had happened.
            #expect(await engine.answer(Self.greedy(Self.question)).text == Self.reply)
        }
    }

    @Test("write the same text for the same seed, and another one for another")
    func seeds() async throws {
        try await RealRuntime.withEngine("random-tiny-int4") { engine in
            func text(seed: Int64) async -> String {
                await engine.answer(request("hello", sampling: .init(temperature: 1, seed: seed), maxTokens: 40)).text
            }
            let first = await text(seed: 7)
            #expect(!first.isEmpty)
            #expect(await text(seed: 7) == first)
            #expect(await text(seed: 700) != first)
            #expect(await text(seed: 8) != first)
            #expect(await text(seed: 6) != first)
        }
    }

    @Test(
        "take every sampling value that passes the check",
        arguments: [
            SamplingParameters(temperature: 1e-30), SamplingParameters(temperature: 2), SamplingParameters(topP: 1e-30),
            SamplingParameters(topP: 1),
            SamplingParameters(topK: 1), SamplingParameters(topK: 1_000_000), SamplingParameters(repetitionPenalty: 1e-3),
            SamplingParameters(repetitionPenalty: 10),
            SamplingParameters(temperature: 1, topP: 0.5, topK: 3, repetitionPenalty: 1.1, seed: -1),
        ])
    func sampling(_ sampling: SamplingParameters) async throws {
        try sampling.validate()
        try await RealRuntime.withEngine("random-tiny-int4") { engine in
            let answer = await engine.answer(request("hello", sampling: sampling, maxTokens: 8))
            #expect(answer.error == nil)
            #expect(answer.completion?.usage.completionTokens ?? 0 > 0)
        }
    }

    @Test("read a long prompt in chunks, and can be told to stop meanwhile")
    func cancellation() async throws {
        try await RealRuntime.withEngine("random-tiny-int4") { engine in
            let long = String(repeating: "some words ", count: 300)
            let task = Task { await engine.answer(request(long)) }
            try await eventually("the request is at work") { await engine.counters().active == 1 }
            task.cancel()
            _ = await task.value
            try await eventually("the request is over") { await engine.counters().active == 0 }
            #expect(await engine.answer(request(long, maxTokens: 5)).error == nil)
        }
    }

    @Test("survive readers that leave at any moment")
    func departures() async throws {
        try await RealRuntime.withEngine("random-tiny-int4") { engine in
            for round in 0..<60 {
                let request = Self.greedy("hi", maxTokens: 1900)
                let task = Task {
                    var pieces = 0
                    for try await _ in engine.generate(request) {
                        pieces += 1
                        // In turn at the first piece, between pieces, and by cancellation while it waits.
                        if round % 3 == 0, pieces == 1 + round { return }
                    }
                }
                if round % 3 != 0 {
                    try await eventually("tokens were written") { await engine.counters().completionTokens > 0 }
                    for _ in 0..<round { await Task.yield() }
                    task.cancel()
                }
                _ = await task.result
            }
            try await eventually("all are over") { await engine.counters().active == 0 }
            #expect(await engine.answer(Self.greedy("hi", maxTokens: 5)).error == nil)
            #expect(await engine.counters().cancelled > 0)
        }
    }

    @Test("can be unloaded and loaded again")
    func reload() async throws {
        for _ in 0..<5 {
            try await RealRuntime.withEngine("tinytalk") { engine in
                #expect(await engine.answer(Self.greedy(Self.question)).text == Self.reply)
            }
        }
    }

    @Test(
        "that are broken are refused with the file that is wrong",
        arguments: [
            "bad_json": "genai_config.json", "bad_tok": "tokenizer.json", "layers": "genai_config.json", "no_data": "model.onnx.data",
            "no_tok": "tokenizer", "rand_onnx": "model.onnx", "trunc_data": "model.onnx.data", "trunc_onnx": "model.onnx",
            "unk_field": "genai_config.json", "unk_type": "genai_config.json", "vocab": "genai_config.json", "zero_onnx": "model.onnx",
        ])
    func broken(_ folder: String, _ file: String) async throws {
        let error = await #expect(throws: FoundryError.self) {
            let engine = try await RealRuntime.load("broken/\(folder)")
            await engine.shutdown()
        }
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains(file) == true)
    }
}
