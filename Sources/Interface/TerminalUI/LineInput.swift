/// How the reading of a line ended.
public enum LineInput: Hashable, Sendable {
    /// The line, without its end; a paste may have brought line breaks within it.
    case line(String)
    /// Ctrl-C; what was typed is gone.
    case interrupted
    /// Ctrl-D on an empty line, or the input is closed.
    case endOfInput
}
