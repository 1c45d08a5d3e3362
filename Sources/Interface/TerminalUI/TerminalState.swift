#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A terminal's settings at one moment (`termios`), to be put back later.
public struct TerminalState: Sendable {
    private let descriptor: Int32
    private let attributes: termios

    /// Notes the present settings.
    /// - Parameter descriptor: The terminal's file descriptor.
    /// - Throws: ``TerminalError`` where it is no terminal.
    public init(of descriptor: Int32) throws(TerminalError) {
        var attributes = termios()
        guard tcgetattr(descriptor, &attributes) == 0 else { throw .system("read the terminal's settings") }
        self.descriptor = descriptor
        self.attributes = attributes
    }

    /// Puts the noted settings back.
    /// - Throws: ``TerminalError`` where the terminal is gone.
    public func restore() throws(TerminalError) { try Self.set(attributes, on: descriptor) }

    /// Sets the terminal so that each key comes at once, unseen and without a meaning of its own.
    ///
    /// Output stays as it is, so that lines of other threads still begin at the left.
    /// - Throws: ``TerminalError`` where the terminal is gone.
    public func enterRawMode() throws(TerminalError) {
        var raw = attributes
        raw.c_iflag &= ~tcflag_t(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON)
        raw.c_lflag &= ~tcflag_t(ECHO | ICANON | IEXTEN | ISIG)
        raw.c_cflag = raw.c_cflag & ~tcflag_t(CSIZE | PARENB) | tcflag_t(CS8)
        withUnsafeMutableBytes(of: &raw.c_cc) { characters in
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
        }
        try Self.set(raw, on: descriptor)
    }

    /// At once, not after a drain: a terminal whose output is stopped must not hold the program up, and what was typed ahead stays.
    private static func set(_ attributes: termios, on descriptor: Int32) throws(TerminalError) {
        var attributes = attributes
        while tcsetattr(descriptor, TCSANOW, &attributes) != 0 {
            if errno != EINTR { throw .system("change the terminal's settings") }
        }
    }
}
