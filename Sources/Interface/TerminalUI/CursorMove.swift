/// A step of the cursor, which also says how far a deletion reaches.
public enum CursorMove: Hashable, Sendable {
    /// One character.
    case left, right
    /// To the start or the end of a run of letters and digits.
    case wordLeft, wordRight
    /// To the start of what stands between blanks, as Ctrl-W deletes.
    case blankWordLeft
    /// Within the cursor's line.
    case lineStart, lineEnd
    /// To the same place in the line above or below.
    case lineUp, lineDown
    /// Over the whole text.
    case textStart, textEnd
}

extension LineBuffer {
    /// Where a move ends; the cursor's own place where it cannot move.
    /// - Parameter move: The step from the cursor.
    public func index(after move: CursorMove) -> String.Index {
        switch move {
        case .left: cursorIndex > text.startIndex ? text.index(before: cursorIndex) : cursorIndex
        case .right: cursorIndex < text.endIndex ? text.index(after: cursorIndex) : cursorIndex
        case .wordLeft:
            back {
                !Self.isWord($0)
            } then: {
                Self.isWord($0)
            }
        case .wordRight:
            forth {
                !Self.isWord($0)
            } then: {
                Self.isWord($0)
            }
        case .blankWordLeft:
            back {
                $0.isWhitespace
            } then: {
                !$0.isWhitespace
            }
        case .lineStart: lineStart(before: cursorIndex)
        case .lineEnd: lineEnd(after: cursorIndex)
        case .lineUp: lineAbove
        case .lineDown: lineBelow
        case .textStart: text.startIndex
        case .textEnd: text.endIndex
        }
    }

    private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    private func back(_ skip: (Character) -> Bool, then take: (Character) -> Bool) -> String.Index {
        let rest = beforeCursor.reversed().drop(while: skip).drop(while: take)
        return rest.startIndex.base
    }

    private func forth(_ skip: (Character) -> Bool, then take: (Character) -> Bool) -> String.Index {
        afterCursor.drop(while: skip).drop(while: take).startIndex
    }

    private func lineStart(before index: String.Index) -> String.Index {
        text[..<index].lastIndex(of: "\n").map { text.index(after: $0) } ?? text.startIndex
    }

    private func lineEnd(after index: String.Index) -> String.Index { text[index...].firstIndex(of: "\n") ?? text.endIndex }

    private var lineAbove: String.Index {
        let start = lineStart(before: cursorIndex)
        guard start > text.startIndex else { return cursorIndex }
        let above = text.index(before: start)
        return place(in: lineStart(before: above)..<above, from: start)
    }

    private var lineBelow: String.Index {
        let end = lineEnd(after: cursorIndex)
        guard end < text.endIndex else { return cursorIndex }
        let below = text.index(after: end)
        return place(in: below..<lineEnd(after: below), from: lineStart(before: cursorIndex))
    }

    /// As many characters into a line as the cursor stands from its own line's start, or at that line's end.
    private func place(in line: Range<String.Index>, from start: String.Index) -> String.Index {
        let offset = text.distance(from: start, to: cursorIndex)
        return text.index(line.lowerBound, offsetBy: offset, limitedBy: line.upperBound) ?? line.upperBound
    }
}
