/// A stretch of work with the terminal in raw mode.
public enum RawMode {
    /// Sets the terminal raw, does the work and puts the settings back, also when the work throws.
    /// - Parameters:
    ///   - descriptor: The terminal's file descriptor.
    ///   - body: The work; it gets the settings as they were before.
    /// - Throws: What the work throws, or ``TerminalError`` where this is no terminal.
    public static func run<Value>(on descriptor: Int32, _ body: (TerminalState) throws -> Value) throws -> Value {
        let state = try TerminalState(of: descriptor)
        // A terminal that went away while the work ran has no settings to put back.
        defer { try? state.restore() }
        try state.enterRawMode()
        return try body(state)
    }
}
