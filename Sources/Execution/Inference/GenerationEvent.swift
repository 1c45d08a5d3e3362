/// What an engine tells while it writes, the same for every engine, API and SDK.
public enum GenerationEvent: Sendable, Hashable {
    /// The next piece of the answer: whole characters, never part of a stop string.
    case content(String)
    /// The answer has ended; nothing follows.
    case finished(Completion)

    /// How an answer ended and what it cost.
    public struct Completion: Sendable, Hashable, Codable {
        /// Why it ended.
        public var reason: FinishReason
        /// Tokens read and written.
        public var usage: Usage
        /// How long it took.
        public var timings: Timings

        /// Makes a completion.
        public init(reason: FinishReason, usage: Usage, timings: Timings) {
            self.reason = reason
            self.usage = usage
            self.timings = timings
        }
    }
}

/// Why an answer ended, in OpenAI's words.
public enum FinishReason: String, Sendable, Hashable, Codable {
    /// The model ended its turn, or a stop string was met.
    case stop
    /// The token limit was reached.
    case length
}

/// Tokens read and written by one request.
public struct Usage: Sendable, Hashable, Codable {
    /// Tokens of the whole prompt.
    public var promptTokens: Int
    /// Tokens written, the end-of-turn token included.
    public var completionTokens: Int
    /// Prompt tokens whose keys and values were there already.
    public var cachedTokens: Int

    /// Makes a usage.
    public init(promptTokens: Int, completionTokens: Int, cachedTokens: Int = 0) {
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        self.cachedTokens = cachedTokens
    }
}

/// How long the parts of one request took, in seconds.
public struct Timings: Sendable, Hashable, Codable {
    /// Waiting for its turn.
    public var queue: Double
    /// Template, tokenizer and prefill of the prompt.
    public var prefill: Double
    /// From the end of prefill to the last token.
    public var decode: Double

    /// Makes timings.
    public init(queue: Double, prefill: Double, decode: Double) {
        self.queue = queue
        self.prefill = prefill
        self.decode = decode
    }

    /// Time to first token from the request's arrival at the engine, in seconds.
    public var timeToFirstToken: Double { queue + prefill }
}
