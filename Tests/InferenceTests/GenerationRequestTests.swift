import FoundryCore
import Foundation
import Inference
import Testing

@Suite("A generation request")
struct GenerationRequestTests {
    private static let messages = [ChatMessage(role: .user, content: "hi")]

    struct Refused: Sendable, CustomTestStringConvertible {
        let request: GenerationRequest
        let parameter: String
        var testDescription: String { "\(parameter): \(request)" }
    }

    @Test(
        "is refused with the parameter that is wrong",
        arguments: [
            Refused(request: .init(messages: []), parameter: "messages"),
            Refused(request: .init(messages: messages, maxTokens: 0), parameter: "max_tokens"),
            Refused(request: .init(messages: messages, maxTokens: -1), parameter: "max_tokens"),
            Refused(request: .init(messages: messages, maxTokens: .min), parameter: "max_tokens"),
            Refused(request: .init(messages: messages, stop: [""]), parameter: "stop"),
            Refused(request: .init(messages: messages, stop: ["a", ""]), parameter: "stop"),
            Refused(request: .init(messages: messages, sampling: .init(temperature: 3)), parameter: "temperature"),
        ])
    func refused(_ example: Refused) {
        let error = #expect(throws: FoundryError.self) { try example.request.validate() }
        #expect(error?.code == .invalidArgument)
        #expect(error?.parameter == example.parameter)
    }

    @Test(
        "passes with values in their ranges",
        arguments: [
            GenerationRequest(messages: messages),
            GenerationRequest(messages: messages, maxTokens: 1, stop: ["\n", " "]),
            GenerationRequest(messages: messages, maxTokens: .max),
        ])
    func accepted(_ request: GenerationRequest) throws { try request.validate() }

    struct Budget: Sendable, CustomTestStringConvertible {
        let maxTokens: Int?
        let prompt: Int
        let context: Int
        let expected: Int
        var testDescription: String { "\(maxTokens.map(String.init) ?? "default") after \(prompt) of \(context)" }
    }

    @Test(
        "may write what it asks for, or the default, within the context",
        arguments: [
            Budget(maxTokens: nil, prompt: 10, context: 100_000, expected: GenerationRequest.defaultMaxTokens),
            Budget(maxTokens: nil, prompt: 10, context: 2058, expected: 2048),
            Budget(maxTokens: nil, prompt: 10, context: 2057, expected: 2047),
            Budget(maxTokens: nil, prompt: 99, context: 100, expected: 1),
            Budget(maxTokens: 5, prompt: 95, context: 100, expected: 5),
            Budget(maxTokens: 1, prompt: 0, context: 1, expected: 1),
            Budget(maxTokens: 50_000, prompt: 10, context: 100_000, expected: 50_000),
        ])
    func budget(_ example: Budget) throws {
        let request = GenerationRequest(messages: Self.messages, maxTokens: example.maxTokens)
        #expect(try request.tokenBudget(promptTokens: example.prompt, contextLength: example.context) == example.expected)
    }

    @Test(
        "does not fit where prompt and answer are longer than the context",
        arguments: [
            Budget(maxTokens: nil, prompt: 100, context: 100, expected: 0), Budget(maxTokens: nil, prompt: 4000, context: 100, expected: 0),
            Budget(maxTokens: 6, prompt: 95, context: 100, expected: 0), Budget(maxTokens: .max, prompt: 1, context: 100, expected: 0),
            Budget(maxTokens: 1, prompt: 100, context: 100, expected: 0),
        ])
    func overflow(_ example: Budget) throws {
        let request = GenerationRequest(messages: Self.messages, maxTokens: example.maxTokens)
        let error = #expect(throws: FoundryError.self) {
            try request.tokenBudget(promptTokens: example.prompt, contextLength: example.context)
        }
        #expect(error?.code == .contextLengthExceeded)
        for number in [example.prompt, example.context, example.maxTokens].compactMap({ $0 }) {
            #expect(error?.message.contains("\(number)") == true)
        }
        #expect(error?.parameter == (example.prompt < example.context ? "max_tokens" : "messages"))
    }

    @Test("is the same after crossing a process border")
    func coding() throws {
        let request = GenerationRequest(
            messages: [ChatMessage(role: .system, content: "a\u{0}\u{1F468}\n"), ChatMessage(role: .tool, content: "", name: "n")],
            sampling: .init(temperature: 0.1, topP: 0.9, topK: 3, repetitionPenalty: 1.1, seed: .min), maxTokens: 7, stop: ["\n", "é"])
        #expect(try JSONDecoder().decode(GenerationRequest.self, from: JSONEncoder().encode(request)) == request)
    }
}

@Suite("Sampling parameters")
struct SamplingParametersTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let sampling: SamplingParameters
        var parameter: String?
        var testDescription: String { "\(sampling)" }
    }

    @Test(
        "are refused out of their range, by their name in the API",
        arguments: [-0.001, 2.001, .nan, .infinity, -.infinity].map { Example(sampling: .init(temperature: $0), parameter: "temperature") }
            + [0, -1, 1.001, .nan, .infinity].map { Example(sampling: .init(topP: $0), parameter: "top_p") }
            + [0, -1, 1_000_001, .max, .min].map { Example(sampling: .init(topK: $0), parameter: "top_k") }
            + [0, -0.5, 10.001, .nan, .infinity].map { Example(sampling: .init(repetitionPenalty: $0), parameter: "repetition_penalty") })
    func refused(_ example: Example) {
        let error = #expect(throws: FoundryError.self) { try example.sampling.validate() }
        #expect(error?.code == .invalidArgument)
        #expect(error?.parameter == example.parameter)
    }

    @Test(
        "pass within it",
        arguments: [0, 1, 2].map { SamplingParameters(temperature: $0) } + [0.001, 1].map { SamplingParameters(topP: $0) }
            + [1, 50, 1_000_000].map { SamplingParameters(topK: $0) } + [0.001, 1, 10].map { SamplingParameters(repetitionPenalty: $0) }
            + [0, -1, .min, .max].map { SamplingParameters(seed: $0) } + [SamplingParameters()])
    func accepted(_ sampling: SamplingParameters) throws { try sampling.validate() }
}
