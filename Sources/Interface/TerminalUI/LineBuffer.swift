/// The text being edited and its cursor, which stands before a grapheme cluster or at the end. A value without I/O.
///
/// Text may have several lines (from a paste); moves to a line's start or end and kills stay within the cursor's line.
public struct LineBuffer: Sendable {
    /// The text.
    public private(set) var text: String
    /// Where the cursor stands in ``text``, always on a character's border.
    public private(set) var cursorIndex: String.Index
    /// What the last kills took away, for ``yank()``; kills in a row add up.
    public private(set) var killed = ""
    private var lastWasKill = false

    /// A buffer with the cursor at the text's end.
    /// - Parameter text: The text to begin with.
    public init(_ text: String = "") {
        self.text = text
        cursorIndex = self.text.endIndex
    }

    /// The cursor's place in grapheme clusters from the start.
    public var cursor: Int { text.distance(from: text.startIndex, to: cursorIndex) }
    /// Whether there is no text.
    public var isEmpty: Bool { text.isEmpty }
    /// The text before the cursor.
    public var beforeCursor: Substring { text[..<cursorIndex] }
    /// The text from the cursor on.
    public var afterCursor: Substring { text[cursorIndex...] }

    /// Replaces the text; the cursor goes to its end. What was killed stays.
    /// - Parameter newText: The text to edit from now on.
    public mutating func replace(with newText: String) {
        lastWasKill = false
        text = newText
        cursorIndex = text.endIndex
    }

    /// Inserts before the cursor. Where the text joins its neighbours to one character, the cursor goes behind that.
    /// - Parameter added: Any text.
    public mutating func insert(_ added: String) {
        lastWasKill = false
        replace(cursorIndex..<cursorIndex, with: added)
    }

    /// Moves the cursor; where it cannot go, it stays.
    /// - Parameter move: Where to.
    public mutating func move(_ move: CursorMove) {
        lastWasKill = false
        cursorIndex = index(after: move)
    }

    /// Removes what lies between the cursor and a move's end, for good.
    /// - Parameter move: How far.
    public mutating func delete(_ move: CursorMove) {
        lastWasKill = false
        remove(to: move)
    }

    /// Removes what lies between the cursor and a move's end and keeps it for ``yank()``.
    ///
    /// At a line's end (or start) a kill to that end takes the line break, so that a kill always does something.
    /// - Parameter move: How far.
    public mutating func kill(_ move: CursorMove) {
        var reach = move
        if index(after: move) == cursorIndex {
            if move == .lineEnd { reach = .right } else if move == .lineStart { reach = .left }
        }
        let backward = index(after: reach) < cursorIndex
        let removed = remove(to: reach)
        guard !removed.isEmpty else { return }
        killed = !lastWasKill ? removed : backward ? removed + killed : killed + removed
        lastWasKill = true
    }

    /// Inserts what the last kills took away.
    public mutating func yank() { insert(killed) }

    /// Swaps the characters before and after the cursor and steps over both; at a line's end the two before it.
    public mutating func transpose() {
        lastWasKill = false
        var end = cursorIndex
        if end == index(after: .lineEnd), end > text.startIndex { end = text.index(before: end) }
        let start = index(after: .lineStart)
        guard end > start, end < text.endIndex, text[end] != "\n" else { return }
        let before = text.index(before: end)
        replace(before..<text.index(after: end), with: String(text[end]) + String(text[before]))
    }

    @discardableResult
    private mutating func remove(to move: CursorMove) -> String {
        let target = index(after: move)
        let range = min(target, cursorIndex)..<max(target, cursorIndex)
        let removed = String(text[range])
        replace(range, with: "")
        return removed
    }

    /// Indices die with the text they belong to, and characters may merge at the seams: the cursor is found anew by its bytes.
    private mutating func replace(_ range: Range<String.Index>, with added: String) {
        let offset = text.utf8.distance(from: text.startIndex, to: range.lowerBound) + added.utf8.count
        text.replaceSubrange(range, with: added)
        let place = text.utf8.index(text.startIndex, offsetBy: offset)
        cursorIndex = String.Index(place, within: text) ?? text.index(after: place)
    }
}
