import Foundation

/// Puts a message together from the lines that are typed: `"""` begins and ends one of several lines. A value: lines in, messages out.
struct MessageInput: Sendable, Equatable {
    private static let mark = "\"\"\""
    /// Orders that take a text, which may be of several lines too.
    private static let orders: Set<String> = ["", "/system", "/set system"]

    private var open: String?

    /// Whether a message is begun and not ended.
    var isOpen: Bool { open != nil }

    /// Takes a line.
    /// - Returns: The message it completes, nil where more lines follow.
    mutating func push(_ line: String) -> String? {
        if let begun = open {
            guard let end = Self.beforeMark(line) else {
                open = begun + line + "\n"
                return nil
            }
            open = nil
            return begun + end
        }
        guard let start = line.range(of: Self.mark), Self.orders.contains(String(line[..<start.lowerBound]).trimmingBlanks) else {
            return line
        }
        let order = line[..<start.lowerBound]
        let rest = String(line[start.upperBound...])
        if let text = Self.beforeMark(rest) { return order + text }
        open = order + (rest.isEmpty ? "" : rest + "\n")
        return nil
    }

    /// Forgets what was begun.
    mutating func cancel() { open = nil }

    /// What stands before the mark that a line ends with; nil where it does not.
    private static func beforeMark(_ line: String) -> String? {
        let trimmed = line.trimmingBlanks
        guard trimmed.hasSuffix(mark) else { return nil }
        return String(trimmed.dropLast(mark.count))
    }
}
