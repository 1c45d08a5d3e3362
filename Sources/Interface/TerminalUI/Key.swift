/// One press on the keyboard, or one paste, as the terminal reports it.
public enum Key: Hashable, Sendable {
    /// Typed text, never empty and without control characters; one key may hold several characters that came together.
    case text(String)
    /// Return, or Ctrl-J.
    case enter
    /// The tabulator.
    case tab
    /// Deletes backward: DEL or Ctrl-H, as terminals send either.
    case backspace
    /// Deletes forward.
    case delete
    /// An arrow.
    case up, down, left, right
    /// To the start or the end of the line.
    case home, end
    /// One word to the left: Alt-B, or Alt or Ctrl with the left arrow.
    case wordLeft
    /// One word to the right: Alt-F, or Alt or Ctrl with the right arrow.
    case wordRight
    /// Alt-Backspace.
    case deleteWordBackward
    /// Alt-D, or Ctrl with Delete.
    case deleteWordForward
    /// Ctrl with a character, lowercase: Ctrl-C is `.control("c")`.
    case control(Character)
    /// The Escape key alone.
    case escape
    /// Text between the marks of a bracketed paste, its line ends turned into `\n`; other control characters stay.
    case paste(String)
    /// Follows a ``paste(_:)`` that was cut at ``KeyDecoder/pasteLimit``, and says how many bytes are lost.
    case pasteCut(lostBytes: Int)
}
