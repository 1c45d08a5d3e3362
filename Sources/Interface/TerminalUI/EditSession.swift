/// What each key does to the line and the history: the editor without its terminal.
struct EditSession: Sendable {
    /// What the editor has to do after a key.
    enum Effect: Equatable {
        case none
        case redraw
        case clearScreen
        case suspend
        case submit
        case interrupt
        case endOfInput
        /// A sentence for the user, above the line.
        case notice(String)
    }

    /// The most bytes of one input; a program at the other end of the terminal may send without end.
    static let limit = 4 << 20
    /// What the tabulator inserts: nothing is completed here.
    private static let tabulator = String(repeating: " ", count: 8)

    var buffer = LineBuffer()
    var history: InputHistory

    init(history: InputHistory) { self.history = history }

    mutating func handle(_ key: Key) -> Effect {
        switch key {
        case .text(let text), .paste(let text): return insert(text)
        case .pasteCut(let lost): return .notice("The pasted text is too long: its last \(lost) bytes are lost.")
        case .tab: return insert(Self.tabulator)
        case .enter: return .submit
        case .escape: return .none
        case .backspace: buffer.delete(.left)
        case .delete: buffer.delete(.right)
        case .up: browse(.lineUp)
        case .down: browse(.lineDown)
        case .left: buffer.move(.left)
        case .right: buffer.move(.right)
        case .home: buffer.move(.lineStart)
        case .end: buffer.move(.lineEnd)
        case .wordLeft: buffer.move(.wordLeft)
        case .wordRight: buffer.move(.wordRight)
        case .deleteWordBackward: buffer.kill(.wordLeft)
        case .deleteWordForward: buffer.kill(.wordRight)
        case .control(let letter): return handleControl(letter)
        }
        return .redraw
    }

    private mutating func handleControl(_ letter: Character) -> Effect {
        switch letter {
        case "a": buffer.move(.lineStart)
        case "b": buffer.move(.left)
        case "c": return .interrupt
        case "d":
            if buffer.isEmpty { return .endOfInput }
            buffer.delete(.right)
        case "e": buffer.move(.lineEnd)
        case "f": buffer.move(.right)
        case "k": buffer.kill(.lineEnd)
        case "l": return .clearScreen
        case "n": browse(.lineDown)
        case "p": browse(.lineUp)
        case "t": buffer.transpose()
        case "u": buffer.kill(.lineStart)
        case "w": buffer.kill(.blankWordLeft)
        case "y": return insert(buffer.killed)
        case "z": return .suspend
        default: return .none
        }
        return .redraw
    }

    private mutating func insert(_ text: String) -> Effect {
        guard buffer.text.utf8.count + text.utf8.count <= Self.limit else {
            return .notice("The input is full: it holds \(Self.limit >> 20) MiB at most.")
        }
        buffer.insert(text)
        return .redraw
    }

    /// Within a text of several lines the arrows move the cursor; at its first and last line they browse.
    private mutating func browse(_ move: CursorMove) {
        let before = buffer.cursorIndex
        buffer.move(move)
        guard buffer.cursorIndex == before else { return }
        if let entry = move == .lineUp ? history.previous(current: buffer.text) : history.next() { buffer.replace(with: entry) }
    }
}
