/// One event of a streamed chat completion.
public struct ChatCompletionChunk: Codable, Sendable, Equatable {
    /// The same for all chunks of an answer.
    public var id: String
    /// Always `chat.completion.chunk`.
    public var object: String
    /// When the answer was begun, in seconds since 1970.
    public var created: Int64
    /// The id of the model that writes.
    public var model: String
    /// What is new; empty in the chunk that tells the usage.
    public var choices: [Choice]
    /// The tokens used, in the last chunk where it was asked for.
    public var usage: ChatUsage?

    /// What is new in one answer.
    public struct Choice: Codable, Sendable, Equatable {
        /// The answer's place, from 0.
        public var index: Int
        /// What is new.
        public var delta: Delta
        /// Why the answer ended: `stop` or `length`; nil before its last chunk.
        public var finishReason: String?

        private enum CodingKeys: String, CodingKey {
            case index, delta, logprobs
            case finishReason = "finish_reason"
        }

        /// Makes a choice.
        public init(index: Int, delta: Delta, finishReason: String? = nil) {
            self.index = index
            self.delta = delta
            self.finishReason = finishReason
        }

        /// Reads a choice.
        public init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            index = try values.decode(Int.self, forKey: .index)
            delta = try values.decode(Delta.self, forKey: .delta)
            finishReason = try values.decodeIfPresent(String.self, forKey: .finishReason)
        }

        /// Writes a choice; `logprobs`, and `finish_reason` before the end, are `null`.
        public func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(index, forKey: .index)
            try values.encode(delta, forKey: .delta)
            try values.encodeNil(forKey: .logprobs)
            try values.encode(finishReason, forKey: .finishReason)
        }
    }

    /// New parts of a message; what is not new is left out.
    public struct Delta: Codable, Sendable, Equatable {
        /// `assistant`, in the first chunk.
        public var role: String?
        /// The next piece of text.
        public var content: String?

        /// Makes a delta.
        public init(role: String? = nil, content: String? = nil) {
            self.role = role
            self.content = content
        }
    }

    private enum CodingKeys: String, CodingKey {
        case id, object, created, model, choices, usage
        case systemFingerprint = "system_fingerprint"
    }

    /// Makes a chunk.
    public init(id: String, created: Int64, model: String, choices: [Choice], usage: ChatUsage? = nil) {
        self.id = id
        object = "chat.completion.chunk"
        self.created = created
        self.model = model
        self.choices = choices
        self.usage = usage
    }

    /// Reads a chunk.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(String.self, forKey: .id)
        object = try values.decode(String.self, forKey: .object)
        created = try values.decode(Int64.self, forKey: .created)
        model = try values.decode(String.self, forKey: .model)
        choices = try values.decode([Choice].self, forKey: .choices)
        usage = try values.decodeIfPresent(ChatUsage.self, forKey: .usage)
    }

    /// Writes a chunk; `system_fingerprint` is `null`, and a usage that is not told is left out.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(id, forKey: .id)
        try values.encode(object, forKey: .object)
        try values.encode(created, forKey: .created)
        try values.encode(model, forKey: .model)
        try values.encode(choices, forKey: .choices)
        try values.encodeIfPresent(usage, forKey: .usage)
        try values.encodeNil(forKey: .systemFingerprint)
    }
}
