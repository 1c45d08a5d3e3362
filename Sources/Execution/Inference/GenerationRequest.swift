import FoundryCore

/// What an engine is asked to write.
public struct GenerationRequest: Sendable, Hashable, Codable {
    /// The conversation so far, at least one message.
    public var messages: [ChatMessage]
    /// How tokens are chosen.
    public var sampling: SamplingParameters
    /// The most tokens to write. `nil` means ``defaultMaxTokens``, or what the context leaves where that is less.
    public var maxTokens: Int?
    /// Texts at which the answer ends; they are not part of it.
    public var stop: [String]

    /// The most tokens written where a request names no limit, as the reference has it.
    public static let defaultMaxTokens = 2048

    /// Makes a request.
    public init(messages: [ChatMessage], sampling: SamplingParameters = .init(), maxTokens: Int? = nil, stop: [String] = []) {
        self.messages = messages
        self.sampling = sampling
        self.maxTokens = maxTokens
        self.stop = stop
    }

    /// Checks what can be checked without a model.
    /// - Throws: ``FoundryError`` `invalidArgument` with the parameter at fault.
    public func validate() throws {
        guard !messages.isEmpty else {
            throw FoundryError(.invalidArgument, "messages is empty; give at least one message.", parameter: "messages")
        }
        if let maxTokens, maxTokens < 1 {
            throw FoundryError(.invalidArgument, "max_tokens is \(maxTokens); it must be 1 or more.", parameter: "max_tokens")
        }
        if let index = stop.firstIndex(of: "") {
            throw FoundryError(.invalidArgument, "stop[\(index)] is empty; a stop string has at least one character.", parameter: "stop")
        }
        try sampling.validate()
    }

    /// How many tokens may be written after a prompt, given the model's context.
    /// - Parameters:
    ///   - promptTokens: The prompt's length in tokens.
    ///   - contextLength: The model's context in tokens.
    /// - Throws: ``FoundryError`` `contextLengthExceeded` with the numbers, where prompt and answer do not fit.
    public func tokenBudget(promptTokens: Int, contextLength: Int) throws -> Int {
        let room = contextLength - promptTokens
        guard room > 0, maxTokens ?? 1 <= room else {
            let wanted = maxTokens.map { " and max_tokens is \($0)" } ?? ""
            throw FoundryError(
                .contextLengthExceeded,
                "The prompt has \(promptTokens) tokens\(wanted); the model's context holds \(contextLength) tokens in all. "
                    + "Shorten the conversation\(maxTokens == nil ? "" : " or lower max_tokens").",
                parameter: room > 0 ? "max_tokens" : "messages")
        }
        return maxTokens ?? min(Self.defaultMaxTokens, room)
    }
}
