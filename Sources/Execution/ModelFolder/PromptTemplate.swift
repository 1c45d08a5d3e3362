import FoundryCore

/// Prompt texts with `{Content}` in the place of a message, for models whose tokenizer brings no chat template.
///
/// Format: `PromptTemplate` of `inference_model.json`, and `promptTemplate` of Foundry catalogs.
public struct PromptTemplate: Sendable, Hashable, Codable {
    /// A system message.
    public var system: String?
    /// A user's turn that has been answered.
    public var user: String?
    /// The model's turn.
    public var assistant: String?
    /// The user's last turn, followed by what begins the model's answer.
    public var prompt: String?

    /// What stands in the place of a message.
    public static let placeholder = "{Content}"

    /// Makes a template from its parts.
    public init(system: String? = nil, user: String? = nil, assistant: String? = nil, prompt: String? = nil) {
        self.system = system
        self.user = user
        self.assistant = assistant
        self.prompt = prompt
    }

    init(_ object: JSONObject) throws {
        try self.init(
            system: object.string("system"), user: object.string("user"), assistant: object.string("assistant"),
            prompt: object.string("prompt"))
    }

    /// Writes a conversation as the text that the model continues.
    ///
    /// The last user's turn is written with `prompt`, all other turns with their role's text; `developer` counts as `system`, and
    /// a role without a text of its own as `user`. Turns are parted by the white space that `prompt` puts between its two parts.
    /// Nothing a message holds is taken for a placeholder.
    /// - Parameter messages: The conversation's turns, oldest first.
    public func render(messages: [(role: String, content: String)]) -> String {
        let (turn, separator, header) = promptParts
        var text = ""
        func append(_ piece: String) {
            if !text.isEmpty, !separator.isEmpty, text.last?.isNewline == false { text += separator }
            text += piece
        }
        for (index, message) in messages.enumerated() {
            switch message.role {
            case "system", "developer": append(Self.fill(system ?? Self.placeholder, message.content))
            case "assistant": append(Self.fill(assistant ?? Self.placeholder, message.content))
            case _ where index == messages.count - 1: append(Self.fill(prompt ?? turn, message.content, always: false))
            default: append(Self.fill(turn, message.content))
            }
        }
        if let last = messages.last, ["system", "developer", "assistant"].contains(last.role), !header.isEmpty { append(header) }
        return text
    }

    /// `prompt` taken apart: a user's turn, the white space after it, and what begins the answer.
    private var promptParts: (turn: String, separator: String, header: String) {
        guard let prompt else { return (user ?? Self.placeholder, "", "") }
        if let user {
            guard prompt.hasPrefix(user) else { return (user, "", "") }
            let rest = prompt.dropFirst(user.count)
            let separator = rest.prefix { $0.isWhitespace }
            return (user, String(separator), String(rest.dropFirst(separator.count)))
        }
        // Without a text for answered turns, they are `prompt` less the answer's beginning, which `assistant` brings again.
        let start = assistant.flatMap { Self.split($0)?.before } ?? ""
        let header = String(start.reversed().drop { $0.isWhitespace }.reversed())
        let trimmed = String(prompt.reversed().drop { $0.isWhitespace }.reversed())
        guard !header.isEmpty, trimmed.hasSuffix(header) else { return (prompt, "", "") }
        let body = String(trimmed.dropLast(header.count))
        let turn = String(body.reversed().drop { $0.isWhitespace }.reversed())
        return (turn, String(body.dropFirst(turn.count)), String(prompt.dropFirst(body.count)))
    }

    /// - Parameter always: Whether the content follows a text without a placeholder, so that no message is lost.
    private static func fill(_ template: String, _ content: String, always: Bool = true) -> String {
        guard let (before, after) = split(template) else { return always ? template + content : template }
        return before + content + after.split(separator: placeholder, omittingEmptySubsequences: false).joined(separator: content)
    }

    private static func split(_ template: String) -> (before: String, after: String)? {
        guard let range = template.firstRange(of: placeholder) else { return nil }
        return (String(template[..<range.lowerBound]), String(template[range.upperBound...]))
    }
}
