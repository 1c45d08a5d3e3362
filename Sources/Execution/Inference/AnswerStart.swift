/// Drops the one space that separates a prompt's last word from an answer, for templates that end in a word such as
/// `Bot:`. With those the first token carries the space, which belongs to neither text. A value: text in, text out.
public struct AnswerStart: Sendable {
    private var isExpected: Bool

    /// Looks at how the prompt ends.
    /// - Parameter prompt: The text that the model continues.
    public init(after prompt: String) { isExpected = !(prompt.last?.isWhitespace ?? true) }

    /// Takes the next piece of the answer and returns what belongs to it.
    public mutating func push(_ piece: String) -> String {
        guard isExpected, !piece.isEmpty else { return piece }
        isExpected = false
        return piece.first == " " ? String(piece.dropFirst()) : piece
    }
}
