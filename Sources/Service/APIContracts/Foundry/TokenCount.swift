/// The body of `POST /v1/chat/completions/tokenizer/encode/count`'s answer.
public struct TokenCount: Codable, Sendable, Equatable {
    /// Tokens of the conversation's prompt, the chat template's included.
    public var tokenCount: Int

    /// Wraps a count.
    public init(_ tokenCount: Int) { self.tokenCount = tokenCount }
}
