import GenAIRuntime
import Inference
import Testing

@Suite("The engine's sampling", .timeLimit(.minutes(2)))
struct SamplingTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let sampling: SamplingParameters
        let expected: [String: Double?]
        var testDescription: String { "\(sampling)" }
    }

    @Test(
        "is what the request says, and the model's own where it says nothing",
        arguments: [
            Example(
                sampling: .init(),
                expected: ["do_sample": nil, "temperature": nil, "top_p": nil, "top_k": nil, "repetition_penalty": nil, "random_seed": nil]),
            Example(sampling: .init(temperature: 0), expected: ["do_sample": 0, "temperature": nil]),
            Example(sampling: .init(temperature: 0, topK: 5, seed: 1), expected: ["do_sample": 0]),
            Example(sampling: .init(temperature: 0.7), expected: ["do_sample": 1, "temperature": 0.7]),
            Example(sampling: .init(topP: 0.25), expected: ["do_sample": 1, "top_p": 0.25, "temperature": nil]),
            Example(sampling: .init(topK: 40), expected: ["do_sample": 1, "top_k": 40]),
            Example(sampling: .init(repetitionPenalty: 1.5), expected: ["do_sample": nil, "repetition_penalty": 1.5]),
        ])
    func parameters(_ example: Example) async throws {
        let model = try FakeModel()
        try await model.withEngine { engine in
            _ = await engine.answer(request("hi", sampling: example.sampling))
            for (name, value) in example.expected { #expect(model.counts.lastSearch(name) == value, "\(name)") }
        }
    }

    @Test("takes any seed, as a number that the library's 32 bits hold", arguments: [0, 1, -1, 12345, Int64.max, .min, 1 << 32])
    func seedRange(_ seed: Int64) async throws {
        let model = try FakeModel()
        try await model.withEngine { engine in
            #expect(await engine.answer(request("hi", sampling: .init(seed: seed))).error == nil)
            let value = try #require(model.counts.lastSearch("random_seed"))
            #expect((0...Double(Int32.max)).contains(value) && value == value.rounded())
            #expect(model.counts.lastSearch("do_sample") == 1)
        }
    }

    @Test("differs for seeds that differ")
    func seedsDiffer() async throws {
        let model = try FakeModel()
        try await model.withEngine { engine in
            let seeds = Array(Int64(0)..<32) + [1 << 31, 1 << 32, 1 << 40]
            var values: Set<Double> = []
            for seed in seeds {
                _ = await engine.answer(request("hi", sampling: .init(seed: seed)))
                values.insert(try #require(model.counts.lastSearch("random_seed")))
            }
            #expect(values.count == seeds.count)
        }
    }
}
