public import FoundryCore

/// One turn of a conversation as a caller sends it.
public struct ChatRequestMessage: Codable, Sendable, Equatable {
    /// Who speaks: `system`, `developer`, `user`, `assistant` or `tool`. Any text is read, so that the service can name a wrong one.
    public var role: String
    /// What is said; nil where it is `null` or missing.
    public var content: MessageContent?
    /// The speaker's name.
    public var name: String?
    /// The call a `tool` message answers.
    public var toolCallID: String?
    /// Functions an assistant's turn called.
    public var toolCalls: [JSONValue]?

    /// Makes a turn of text.
    public init(role: String, content: MessageContent?, name: String? = nil) {
        self.role = role
        self.content = content
        self.name = name
    }

    private enum CodingKeys: String, CodingKey {
        case role, content, name
        case toolCallID = "tool_call_id"
        case toolCalls = "tool_calls"
    }
}

/// What a message says: a text, or parts of several kinds.
public enum MessageContent: Codable, Sendable, Equatable {
    /// A text.
    case text(String)
    /// Parts, in order.
    case parts([ContentPart])

    /// Reads a string or an array.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if (try? decoder.unkeyedContainer()) != nil {
            self = .parts(try container.decode([ContentPart].self))
        } else {
            let path = decoder.codingPath.jsonPath
            throw FoundryError(.invalidArgument, "\(path) must be a string or an array of content parts.", parameter: path)
        }
    }

    /// Writes a string or an array.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .parts(let parts): try container.encode(parts)
        }
    }
}

/// One part of a message's content.
public struct ContentPart: Codable, Sendable, Equatable {
    /// The kind of part: `text`, `image_url`, `input_audio`, …
    public var type: String
    /// The text of a `text` part.
    public var text: String?

    /// Makes a part.
    public init(type: String, text: String? = nil) {
        self.type = type
        self.text = text
    }
}
