import Synchronization

/// Prints an answer as it comes.
final class AnswerPrinter: Sendable {
    private let output: TextOutput
    private let prefix: String
    private let isBegun = Mutex(false)

    /// - Parameters:
    ///   - output: Where it goes. For a terminal, characters that steer it are made harmless.
    ///   - prefix: What stands before it.
    init(output: TextOutput, prefix: String = "") {
        self.output = output
        self.prefix = prefix
    }

    /// Prints a piece.
    func write(_ text: String) throws {
        let isFirst = isBegun.withLock { begun in
            defer { begun = true }
            return !begun
        }
        let shown = output.isTerminal ? SafeText.withoutControls(text) : text
        try output.write(isFirst ? prefix + shown : shown)
    }

    /// Ends the line.
    func finish() throws { try output.line() }
}
