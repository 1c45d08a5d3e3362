public import FoundryCore

/// The body of `POST /v1/chat/completions`.
///
/// Format: OpenAI's chat completions, with Foundry Local's `top_k`, `repetition_penalty` and `random_seed`. Every parameter
/// the service answers for has a property; the names of all others are kept in ``unknownParameters``.
public struct ChatCompletionRequest: Codable, Sendable, Equatable {
    /// A model's id or alias.
    public var model: String
    /// The conversation so far.
    public var messages: [ChatRequestMessage]
    /// 0 always takes the likeliest token.
    public var temperature: Double?
    /// Only the likeliest tokens that together reach this probability.
    public var topP: Double?
    /// Only this many of the likeliest tokens.
    public var topK: Int?
    /// Divides the score of tokens seen before.
    public var repetitionPenalty: Double?
    /// Makes the choice of tokens repeatable.
    public var seed: Int64?
    /// Foundry Local's name for ``seed``.
    public var randomSeed: Int64?
    /// The most tokens to write; the older of two names.
    public var maxTokens: Int?
    /// The most tokens to write; it wins over ``maxTokens``.
    public var maxCompletionTokens: Int?
    /// Texts at which the answer ends.
    public var stop: StopSequences?
    /// Whether the answer is sent piece by piece.
    public var stream: Bool?
    /// What a streamed answer holds besides its text.
    public var streamOptions: StreamOptions?
    /// How many answers to write.
    public var n: Int?
    /// Functions the model may call.
    public var tools: [JSONValue]?
    /// Which function the model calls: a word or an object.
    public var toolChoice: JSONValue?
    /// Whether several functions may be called at once.
    public var parallelToolCalls: Bool?
    /// The older form of ``tools``.
    public var functions: [JSONValue]?
    /// The older form of ``toolChoice``.
    public var functionCall: JSONValue?
    /// The form of the answer, `{"type":"text"}` where not given.
    public var responseFormat: JSONValue?
    /// Whether to tell the tokens' probabilities.
    public var logprobs: Bool?
    /// How many other tokens' probabilities to tell.
    public var topLogprobs: Int?
    /// Lowers the score of tokens by how often they were seen.
    public var frequencyPenalty: Double?
    /// Lowers the score of tokens seen before.
    public var presencePenalty: Double?
    /// Added to the scores of single tokens.
    public var logitBias: [String: JSONValue]?
    /// How spoken answers sound.
    public var audio: JSONValue?
    /// The kinds of answer wanted, `["text"]` where not given.
    public var modalities: [String]?
    /// Names the caller's user; taken and not used.
    public var user: String?
    /// Free values; `top_k` and `random_seed` are read here too.
    public var metadata: [String: JSONValue]?
    /// Whether a cloud service would keep the answer; taken and not used: nothing is kept.
    public var store: Bool?
    /// Names of parameters in the body that have no property here, sorted. They are not written.
    public private(set) var unknownParameters: [String] = []

    /// Makes a request; what is not named here is set on the value.
    public init(model: String, messages: [ChatRequestMessage], stream: Bool? = nil) {
        self.model = model
        self.messages = messages
        self.stream = stream
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case model, messages, temperature, seed, stop, stream, n, tools, functions, logprobs, audio, modalities, user, metadata, store
        case topP = "top_p"
        case topK = "top_k"
        case repetitionPenalty = "repetition_penalty"
        case randomSeed = "random_seed"
        case maxTokens = "max_tokens"
        case maxCompletionTokens = "max_completion_tokens"
        case streamOptions = "stream_options"
        case toolChoice = "tool_choice"
        case parallelToolCalls = "parallel_tool_calls"
        case functionCall = "function_call"
        case responseFormat = "response_format"
        case topLogprobs = "top_logprobs"
        case frequencyPenalty = "frequency_penalty"
        case presencePenalty = "presence_penalty"
        case logitBias = "logit_bias"
    }

    /// Reads a request; `null` is the same as a parameter that is not there.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        model = try values.decode(String.self, forKey: .model)
        messages = try values.decode([ChatRequestMessage].self, forKey: .messages)
        temperature = try values.numberIfPresent(Double.self, forKey: .temperature)
        topP = try values.numberIfPresent(Double.self, forKey: .topP)
        topK = try values.numberIfPresent(Int.self, forKey: .topK)
        repetitionPenalty = try values.numberIfPresent(Double.self, forKey: .repetitionPenalty)
        seed = try values.numberIfPresent(Int64.self, forKey: .seed)
        randomSeed = try values.numberIfPresent(Int64.self, forKey: .randomSeed)
        maxTokens = try values.numberIfPresent(Int.self, forKey: .maxTokens)
        maxCompletionTokens = try values.numberIfPresent(Int.self, forKey: .maxCompletionTokens)
        stop = try values.decodeIfPresent(StopSequences.self, forKey: .stop)
        stream = try values.decodeIfPresent(Bool.self, forKey: .stream)
        streamOptions = try values.decodeIfPresent(StreamOptions.self, forKey: .streamOptions)
        n = try values.numberIfPresent(Int.self, forKey: .n)
        tools = try values.decodeIfPresent([JSONValue].self, forKey: .tools)
        toolChoice = try values.decodeIfPresent(JSONValue.self, forKey: .toolChoice)
        parallelToolCalls = try values.decodeIfPresent(Bool.self, forKey: .parallelToolCalls)
        functions = try values.decodeIfPresent([JSONValue].self, forKey: .functions)
        functionCall = try values.decodeIfPresent(JSONValue.self, forKey: .functionCall)
        responseFormat = try values.decodeIfPresent(JSONValue.self, forKey: .responseFormat)
        logprobs = try values.decodeIfPresent(Bool.self, forKey: .logprobs)
        topLogprobs = try values.numberIfPresent(Int.self, forKey: .topLogprobs)
        frequencyPenalty = try values.numberIfPresent(Double.self, forKey: .frequencyPenalty)
        presencePenalty = try values.numberIfPresent(Double.self, forKey: .presencePenalty)
        logitBias = try values.decodeIfPresent([String: JSONValue].self, forKey: .logitBias)
        audio = try values.decodeIfPresent(JSONValue.self, forKey: .audio)
        modalities = try values.decodeIfPresent([String].self, forKey: .modalities)
        user = try values.decodeIfPresent(String.self, forKey: .user)
        metadata = try values.decodeIfPresent([String: JSONValue].self, forKey: .metadata)
        store = try values.decodeIfPresent(Bool.self, forKey: .store)
        let known = Set(CodingKeys.allCases.map(\.rawValue))
        unknownParameters = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue).filter { !known.contains($0) }.sorted()
    }
}
