import TerminalUI

/// Where the chat's lines come from: the line editor, or a test's list.
struct ChatEditor: Sendable {
    /// Reads a line, after a prompt and with a hint.
    let next: @Sendable (_ prompt: String, _ placeholder: String) async throws -> LineInput
    /// Keeps a whole message for the arrow keys.
    let remember: @Sendable (_ message: String) -> Void

    /// The terminal's editor.
    static func terminal(_ editor: LineEditor) -> ChatEditor {
        ChatEditor(
            next: { try await editor.nextLine(prompt: $0, continuationPrompt: "... ", placeholder: $1, remembers: false) },
            remember: { editor.remember($0) })
    }
}
