import APIContracts
import FoundryCore
import Inference

extension GenerationRequest {
    /// What an engine is asked to write for a chat completion.
    /// - Throws: ``FoundryError`` `invalidArgument` with the parameter at fault.
    init(_ request: ChatCompletionRequest) throws {
        try request.refuseUnsupportedParameters()
        if let limit = request.maxCompletionTokens, limit < 1 {
            throw FoundryError(
                .invalidArgument, "max_completion_tokens is \(limit); it must be 1 or more.", parameter: "max_completion_tokens")
        }
        self.init(
            messages: try [ChatMessage](request.messages),
            sampling: SamplingParameters(
                temperature: request.temperature, topP: request.topP, topK: try request.topK ?? request.metadataNumber("top_k"),
                repetitionPenalty: request.repetitionPenalty,
                seed: try request.seed ?? request.randomSeed ?? request.metadataNumber("random_seed")),
            maxTokens: request.maxCompletionTokens ?? request.maxTokens,
            stop: try request.stopTexts())
        try validate()
    }
}

extension ChatCompletionRequest {
    /// The most stop strings, and the most bytes of each; every token is compared with all of them.
    private static let maximumStops = 16
    private static let maximumStopLength = 1024

    fileprivate func stopTexts() throws -> [String] {
        let texts = stop?.texts ?? []
        guard texts.count <= Self.maximumStops else {
            throw FoundryError(
                .invalidArgument, "stop has \(texts.count) texts; it may have \(Self.maximumStops).", parameter: "stop")
        }
        if let index = texts.firstIndex(where: { $0.utf8.count > Self.maximumStopLength }) {
            throw FoundryError(
                .invalidArgument, "stop[\(index)] is longer than \(Self.maximumStopLength) bytes.", parameter: "stop")
        }
        return texts
    }

    /// A number that metadata carries as a text, since OpenAI's SDKs allow only texts there.
    fileprivate func metadataNumber<Number: FixedWidthInteger>(_ name: String) throws -> Number? {
        switch metadata?[name] {
        case nil, .null: return nil
        case .integer(let value): if let number = Number(exactly: value) { return number }
        case .string(let text): if let number = Number(text) { return number }
        default: break
        }
        throw FoundryError(.invalidArgument, "metadata.\(name) must be a whole number.", parameter: "metadata.\(name)")
    }
}
