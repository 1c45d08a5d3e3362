public import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A failure of the terminal or of a file this module keeps. The module stands alone, so it has an error of its own.
public struct TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A sentence for people: what happened to what.
    public let message: String

    /// The message.
    public var description: String { message }

    /// Describes a failure.
    /// - Parameter message: What happened to what, and what to do.
    public init(_ message: String) { self.message = message }

    /// The failure of a system call, with the operating system's own words.
    /// - Parameters:
    ///   - action: What was tried on what, to follow "Could not".
    ///   - number: The error number, `errno` of the calling thread unless given.
    static func system(_ action: String, errno number: Int32? = nil) -> TerminalError {
        TerminalError("Could not \(action): \(String(cString: strerror(number ?? errno))).")
    }
}

extension TerminalError: LocalizedError {
    /// The message, so that `localizedDescription` says it too.
    public var errorDescription: String? { message }
}
