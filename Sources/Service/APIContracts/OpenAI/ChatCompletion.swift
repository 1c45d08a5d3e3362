/// The answer to a chat completion that is not streamed.
public struct ChatCompletion: Codable, Sendable, Equatable {
    /// `chatcmpl-` and 16 hexadecimal digits.
    public var id: String
    /// Always `chat.completion`.
    public var object: String
    /// When the answer was begun, in seconds since 1970.
    public var created: Int64
    /// The id of the model that wrote.
    public var model: String
    /// The answers; the service writes one.
    public var choices: [Choice]
    /// The tokens used.
    public var usage: ChatUsage

    /// One answer.
    public struct Choice: Codable, Sendable, Equatable {
        /// Its place, from 0.
        public var index: Int
        /// What the model says.
        public var message: Message
        /// Why it ended: `stop` or `length`.
        public var finishReason: String

        private enum CodingKeys: String, CodingKey {
            case index, message, logprobs
            case finishReason = "finish_reason"
        }

        /// Makes an answer.
        public init(index: Int, message: Message, finishReason: String) {
            self.index = index
            self.message = message
            self.finishReason = finishReason
        }

        /// Reads an answer.
        public init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            index = try values.decode(Int.self, forKey: .index)
            message = try values.decode(Message.self, forKey: .message)
            finishReason = try values.decode(String.self, forKey: .finishReason)
        }

        /// Writes an answer; `logprobs` is `null`, which clients expect to be there.
        public func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(index, forKey: .index)
            try values.encode(message, forKey: .message)
            try values.encodeNil(forKey: .logprobs)
            try values.encode(finishReason, forKey: .finishReason)
        }
    }

    /// What the model says.
    public struct Message: Codable, Sendable, Equatable {
        /// Always `assistant`.
        public var role: String
        /// The text.
        public var content: String?

        private enum CodingKeys: String, CodingKey { case role, content, refusal }

        /// Makes an assistant's message.
        public init(content: String?) {
            role = "assistant"
            self.content = content
        }

        /// Reads a message.
        public init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            role = try values.decode(String.self, forKey: .role)
            content = try values.decodeIfPresent(String.self, forKey: .content)
        }

        /// Writes a message; `refusal` is `null`, which clients expect to be there.
        public func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(role, forKey: .role)
            try values.encode(content, forKey: .content)
            try values.encodeNil(forKey: .refusal)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case id, object, created, model, choices, usage
        case systemFingerprint = "system_fingerprint"
    }

    /// Makes an answer.
    public init(id: String, created: Int64, model: String, choices: [Choice], usage: ChatUsage) {
        self.id = id
        object = "chat.completion"
        self.created = created
        self.model = model
        self.choices = choices
        self.usage = usage
    }

    /// Reads an answer.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(String.self, forKey: .id)
        object = try values.decode(String.self, forKey: .object)
        created = try values.decode(Int64.self, forKey: .created)
        model = try values.decode(String.self, forKey: .model)
        choices = try values.decode([Choice].self, forKey: .choices)
        usage = try values.decode(ChatUsage.self, forKey: .usage)
    }

    /// Writes an answer; `system_fingerprint` is `null`.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(id, forKey: .id)
        try values.encode(object, forKey: .object)
        try values.encode(created, forKey: .created)
        try values.encode(model, forKey: .model)
        try values.encode(choices, forKey: .choices)
        try values.encode(usage, forKey: .usage)
        try values.encodeNil(forKey: .systemFingerprint)
    }
}
