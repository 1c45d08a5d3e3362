import Testing

@testable import TerminalUI

@Suite struct LineRendererTests {
    static func renderer(prompt: String = ">>> ", placeholder: String = "", styled: Bool = true) -> LineRenderer {
        LineRenderer(prompt: prompt, continuationPrompt: "... ", placeholder: placeholder, style: TerminalStyle(isEnabled: styled))
    }

    @Test(arguments: [
        ("|", 10, [">>> "], 0, 4), ("abcdef|", 10, [">>> abcdef", ""], 1, 0), ("abcde|f", 10, [">>> abcdef"], 0, 9),
        ("abcdefg|h", 10, [">>> abcdef", "gh"], 1, 1), ("abcdef|g", 10, [">>> abcdef", "g"], 1, 0),
        ("abcde漢|", 10, [">>> abcde", "漢"], 1, 2),
        ("a\nb|c", 10, [">>> a", "... bc"], 1, 5), ("abcdef|\nx", 10, [">>> abcdef", "... x"], 0, 9),
        ("a|\n", 10, [">>> a", "... "], 0, 5),
        ("a\n|", 10, [">>> a", "... "], 1, 4), ("\t|\u{1B}[2J\u{7F}", 20, [">>>     ^[[2J^?"], 0, 8),
        ("abcd|", 3, [">>>", " ab", "cd"], 2, 2),
        ("👩‍👩‍👧|e\u{301}", 20, [">>> 👩‍👩‍👧e\u{301}"], 0, 6), ("漢|", 1, [">>", "> ", "漢", ""], 3, 0),
    ])
    func charactersLieWhereTheyFit(_ picture: String, _ width: Int, _ rows: [String], _ row: Int, _ column: Int) {
        let layout = LineLayout(buffer: LineBufferTests.buffer(picture), prompt: ">>> ", continuationPrompt: "... ", width: width)
        #expect(layout.rows.map(\.text) == rows)
        #expect(layout.cursor == LineLayout.Place(row: row, column: column))
    }

    @Test func aStyledPromptTakesNoColumnsForItsStyle() {
        let layout = LineLayout(buffer: LineBuffer("ab"), prompt: "\u{1B}[1m>\u{1B}[0m ", continuationPrompt: "", width: 20)
        #expect(layout.cursor == LineLayout.Place(row: 0, column: 4))
    }

    @Test func aLongLineIsDrawnOverItself() {
        var screen = ScreenModel(columns: 10, rows: 6)
        var renderer = Self.renderer()
        let size = TerminalSize(columns: 10, rows: 6)
        var buffer = LineBuffer()
        screen.draw("earlier\r\n")
        for letter in "abcdefghijklmnop" {
            buffer.insert(String(letter))
            screen.draw(renderer.draw(buffer, size: size))
        }
        #expect(screen.lines == ["earlier", ">>> abcdef", "ghijklmnop"])
        #expect((screen.row, screen.column) == (3, 0))
        buffer.move(.lineStart)
        buffer.delete(.right)
        screen.draw(renderer.draw(buffer, size: size))
        #expect(screen.lines == ["earlier", ">>> bcdefg", "hijklmnop"])
        #expect((screen.row, screen.column) == (1, 4))
        screen.draw(renderer.finish(buffer, size: size))
        #expect(screen.lines == ["earlier", ">>> bcdefg", "hijklmnop"])
        #expect((screen.row, screen.column) == (3, 0))
    }

    @Test func aFullRowIsFinishedWithoutAnEmptyOne() {
        var screen = ScreenModel(columns: 10, rows: 6)
        var renderer = Self.renderer()
        let size = TerminalSize(columns: 10, rows: 6)
        screen.draw(renderer.draw(LineBuffer("abcdef"), size: size))
        #expect((screen.row, screen.column) == (1, 0))
        screen.draw(renderer.finish(LineBuffer("abcdef"), size: size) + "next")
        #expect(screen.lines == [">>> abcdef", "next"])
    }

    @Test func aTextTallerThanTheTerminalShowsThePartAroundTheCursor() {
        var screen = ScreenModel(columns: 20, rows: 4)
        var renderer = Self.renderer()
        let size = TerminalSize(columns: 20, rows: 4)
        var buffer = LineBuffer((1...8).map(String.init).joined(separator: "\n"))
        screen.draw(renderer.draw(buffer, size: size))
        #expect(screen.lines == ["... 5", "... 6", "... 7", "... 8"])
        for _ in 0..<6 { buffer.move(.lineUp) }
        screen.draw(renderer.draw(buffer, size: size))
        #expect(screen.lines == ["... 2", "... 3", "... 4", "... 5"])
        #expect(screen.row == 0)
        #expect(screen.scrolledOff == [])
        screen.draw(renderer.finish(buffer, size: size))
        #expect(screen.scrolledOff + screen.lines == [">>> 1"] + (2...8).map { "... \($0)" })
    }

    @Test(arguments: [
        (30, ["old", ">>> abcdefghijklmnop"]), (12, ["old", ">>> abcdefgh", "ijklmnop"]), (7, ["old", ">>> abc", "defghij", "klmnop"]),
    ])
    func aResizedTerminalIsRedrawnInPlace(_ columns: Int, _ expected: [String]) {
        var renderer = Self.renderer()
        let buffer = LineBuffer("abcdefghijklmnop")
        var old = ScreenModel(columns: 10, rows: 8)
        old.draw("old\r\n" + renderer.draw(buffer, size: TerminalSize(columns: 10, rows: 8)))
        // A terminal that reflows shows the wrapped line at the new width, with the cursor where it was in the text.
        var screen = ScreenModel(columns: columns, rows: 8)
        screen.draw("old\r\n>>> abcdefghijklmnop")
        screen.draw(renderer.draw(buffer, size: TerminalSize(columns: columns, rows: 8)))
        #expect(screen.lines == expected)
    }

    @Test func thePlaceholderGoesWithTheFirstCharacter() {
        var screen = ScreenModel(columns: 12, rows: 3)
        var renderer = Self.renderer(placeholder: "Send a message")
        let size = TerminalSize(columns: 12, rows: 3)
        let hint = renderer.draw(LineBuffer(), size: size)
        #expect(hint.contains("\u{1B}[38;5;245mSend a \u{1B}[0m"))
        screen.draw(hint)
        #expect(screen.lines == [">>> Send a"])
        #expect((screen.row, screen.column) == (0, 4))
        screen.draw(renderer.draw(LineBuffer("x"), size: size))
        #expect(screen.lines == [">>> x"])
    }

    @Test func withoutStylesThereIsNoPlaceholder() {
        var renderer = Self.renderer(placeholder: "Send", styled: false)
        #expect(!renderer.draw(LineBuffer(), size: TerminalSize(columns: 80, rows: 24)).contains("Send"))
    }

    @Test(arguments: [2, 3, 7, 10, 40], [1, 2, 5, 30])
    func afterAnyEditTheScreenIsAsDrawnAfresh(_ columns: Int, _ rows: Int) {
        var generator = SplitMix(state: UInt64(columns * 100 + rows))
        let pieces = ["a", "bc def", "\n", "é", "漢字", "👩‍👩‍👧", "\t", "\u{1B}"]
        let moves: [CursorMove] = [.left, .right, .wordLeft, .lineStart, .lineEnd, .lineUp, .lineDown, .textStart, .textEnd]
        let size = TerminalSize(columns: columns, rows: rows)
        var buffer = LineBuffer()
        var renderer = Self.renderer()
        var screen = ScreenModel(columns: columns, rows: rows)
        for _ in 0..<150 {
            let move = moves[Int.random(in: 0..<moves.count, using: &generator)]
            switch Int.random(in: 0..<6, using: &generator) {
            case 0..<3: buffer.insert(pieces[Int.random(in: 0..<pieces.count, using: &generator)])
            case 3, 4: buffer.move(move)
            default: buffer.delete(move)
            }
            screen.draw(renderer.draw(buffer, size: size))
            let layout = LineLayout(buffer: buffer, prompt: ">>> ", continuationPrompt: "... ", width: columns)
            let whole = layout.rows.map { $0.text.trimmedAtEnd }
            let firstRow = layout.cursor.row - screen.row
            #expect(screen.column == layout.cursor.column)
            #expect(firstRow >= 0)
            #expect(screen.lines.map(\.trimmedAtEnd) == Self.shown(whole, from: firstRow, rows), "\(buffer.text.debugDescription)")
            #expect(screen.surprises == [])
        }
    }

    private static func shown(_ rows: [String], from first: Int, _ height: Int) -> [String] {
        var shown = Array(rows.dropFirst(first).prefix(height))
        while shown.last == "" { shown.removeLast() }
        return shown
    }
}

extension String {
    fileprivate var trimmedAtEnd: String { String(reversed().drop(while: { $0 == " " }).reversed()) }
}
