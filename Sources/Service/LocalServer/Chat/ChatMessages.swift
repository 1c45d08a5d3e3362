import APIContracts
import FoundryCore
import Inference

extension [ChatMessage] {
    /// The conversation as engines take it.
    /// - Throws: ``FoundryError`` `invalidArgument` with the JSON path of what cannot be used.
    init(_ messages: [ChatRequestMessage]) throws {
        guard !messages.isEmpty else {
            throw FoundryError(.invalidArgument, "messages is empty; give at least one message.", parameter: "messages")
        }
        self = try messages.enumerated().map { index, message in try ChatMessage(message, path: "messages[\(index)]") }
    }
}

extension ChatMessage {
    fileprivate init(_ message: ChatRequestMessage, path: String) throws {
        let role = try Self.role(message.role, path: "\(path).role")
        if let calls = message.toolCalls, !calls.isEmpty {
            throw FoundryError(.invalidArgument, "\(path).tool_calls is not supported yet.", parameter: "\(path).tool_calls")
        }
        self.init(role: role, content: try Self.text(message.content, role: role, path: "\(path).content"), name: message.name)
    }

    private static func role(_ name: String, path: String) throws -> Role {
        // OpenAI's newer name for the same role; chat templates know only the older.
        if name == "developer" { return .system }
        guard let role = Role(rawValue: name) else {
            throw FoundryError(
                .invalidArgument, "\(path) is \"\(name.prefix(40))\"; it must be system, developer, user, assistant or tool.",
                parameter: path)
        }
        return role
    }

    private static func text(_ content: MessageContent?, role: Role, path: String) throws -> String {
        switch content {
        case .text(let text): return text
        case .parts(let parts):
            return try parts.enumerated().map { try text($1, path: "\(path)[\($0)]") }.joined(separator: "\n")
        case nil:
            guard role == .assistant else {
                throw FoundryError(.invalidArgument, "\(path) is missing; only an assistant's message may have none.", parameter: path)
            }
            return ""
        }
    }

    private static func text(_ part: ContentPart, path: String) throws -> String {
        guard part.type == "text" else {
            throw FoundryError(
                .invalidArgument, "\(path).type is \"\(part.type.prefix(40))\"; only text parts are supported.", parameter: "\(path).type")
        }
        guard let text = part.text else {
            throw FoundryError(.invalidArgument, "\(path).text is missing.", parameter: "\(path).text")
        }
        return text
    }
}
