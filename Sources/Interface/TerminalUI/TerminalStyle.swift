public import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A look of text, as the numbers of `ESC [ … m` (ECMA-48, "select graphic rendition").
public enum TerminalColor: String, CaseIterable, Sendable {
    /// Brighter or thicker.
    case bold = "1"
    /// Fainter.
    case dim = "2"
    /// Slanted, where the terminal has it.
    case italic = "3"
    /// For failures.
    case red = "31"
    /// For success.
    case green = "32"
    /// For warnings.
    case yellow = "33"
    /// For what can be acted on.
    case cyan = "36"
    /// For hints; number 245 of the 256 colours, legible on dark and on light.
    case grey = "38;5;245"
}

/// Styles text where the output shows styles, and leaves it plain elsewhere.
public struct TerminalStyle: Hashable, Sendable {
    /// Whether text is styled at all.
    public let isEnabled: Bool

    /// Fixes the choice.
    /// - Parameter isEnabled: Whether text is styled.
    public init(isEnabled: Bool) { self.isEnabled = isEnabled }

    /// Styles are on where the output is a terminal, `TERM` is not `dumb`, and `NO_COLOR` is unset or empty (no-color.org).
    /// - Parameters:
    ///   - output: The file descriptor written to.
    ///   - environment: The variables to look at, those of this process unless given.
    public init(output: Int32 = 1, environment: [String: String] = ProcessInfo.processInfo.environment) {
        isEnabled = isatty(output) == 1 && environment["TERM"] != "dumb" && environment["NO_COLOR", default: ""].isEmpty
    }

    /// Gives text a look and ends it behind the text.
    /// - Parameters:
    ///   - color: The look.
    ///   - text: Text without styles of its own; empty text stays empty.
    public func apply(_ color: TerminalColor, to text: String) -> String {
        isEnabled && !text.isEmpty ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// Bold text.
    /// - Parameter text: Text without styles of its own.
    public func bold(_ text: String) -> String { apply(.bold, to: text) }

    /// Dim text.
    /// - Parameter text: Text without styles of its own.
    public func dim(_ text: String) -> String { apply(.dim, to: text) }
}
