/// `usage`: the tokens a completion cost.
public struct ChatUsage: Codable, Sendable, Equatable {
    /// Tokens of the whole prompt.
    public var promptTokens: Int
    /// Tokens written.
    public var completionTokens: Int
    /// Both together.
    public var totalTokens: Int
    /// More about the prompt's tokens.
    public var promptTokensDetails: PromptDetails
    /// More about the tokens written.
    public var completionTokensDetails: CompletionDetails

    /// `prompt_tokens_details`.
    public struct PromptDetails: Codable, Sendable, Equatable {
        /// Prompt tokens whose keys and values were there already.
        public var cachedTokens: Int

        private enum CodingKeys: String, CodingKey { case cachedTokens = "cached_tokens" }
    }

    /// `completion_tokens_details`.
    public struct CompletionDetails: Codable, Sendable, Equatable {
        /// Tokens of the model's reasoning.
        public var reasoningTokens: Int

        private enum CodingKeys: String, CodingKey { case reasoningTokens = "reasoning_tokens" }
    }

    /// Makes a usage; the total is their sum.
    /// - Parameters:
    ///   - promptTokens: Tokens of the whole prompt.
    ///   - completionTokens: Tokens written.
    ///   - cachedTokens: Prompt tokens that were not computed again.
    ///   - reasoningTokens: Tokens of the model's reasoning.
    public init(promptTokens: Int, completionTokens: Int, cachedTokens: Int = 0, reasoningTokens: Int = 0) {
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        totalTokens = promptTokens + completionTokens
        promptTokensDetails = PromptDetails(cachedTokens: cachedTokens)
        completionTokensDetails = CompletionDetails(reasoningTokens: reasoningTokens)
    }

    private enum CodingKeys: String, CodingKey {
        case promptTokens = "prompt_tokens"
        case completionTokens = "completion_tokens"
        case totalTokens = "total_tokens"
        case promptTokensDetails = "prompt_tokens_details"
        case completionTokensDetails = "completion_tokens_details"
    }
}
