import FoundryCore
import TerminalUI

/// Asks before something is lost.
struct Confirmation: Sendable {
    /// Reads the answer: a line, nil at the input's end.
    let answer: @Sendable () async throws -> String?

    /// Asks on the terminal.
    static let terminal = Confirmation {
        let editor = LineEditor()
        guard case .line(let line) = try await editor.nextLine(prompt: "", remembers: false) else { return nil }
        return line
    }

    /// Shows the question and waits for y or n.
    /// - Parameters:
    ///   - question: The question, with its `(y/n)`.
    ///   - output: Where it is shown.
    /// - Returns: Whether the answer is yes; anything else is no.
    func callAsFunction(_ question: String, on output: TextOutput) async throws -> Bool {
        try output.line(question)
        guard let text = try await answer() else { return false }
        return ["y", "yes"].contains(text.trimmingBlanks.lowercased())
    }
}

extension String {
    /// The text without blanks and line ends around it.
    var trimmingBlanks: String {
        let start = drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
