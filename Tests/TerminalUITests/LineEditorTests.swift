import FoundryTestSupport
import Foundation
import Testing

@testable import TerminalUI

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The editor at a real pseudo-terminal.
@Suite struct LineEditorTests {
    static let environment = ["TERM": "xterm-256color"]
    /// The last the editor draws: pastes are marked no more.
    static let end = "\u{1B}[?2004l"

    /// Has a line read while a person types, and gives what came of it; checks that the terminal is left as it was found.
    @discardableResult
    func read(
        _ terminal: PseudoTerminal, _ editor: LineEditor, placeholder: String = "", typing: @Sendable (PseudoTerminal) async throws -> Void
    ) async throws -> LineInput {
        let before = terminal.settings
        let drawn = terminal.output.components(separatedBy: ">>> ").count
        let readings = terminal.output.components(separatedBy: Self.end).count
        async let result = editor.nextLine(prompt: ">>> ", continuationPrompt: "... ", placeholder: placeholder)
        do {
            // Drawn in raw mode: what is typed from here on is the editor's.
            try await terminal.wait(for: ">>> ", times: drawn)
            #expect(terminal.settings != before)
            try await typing(terminal)
            try await terminal.wait(for: Self.end, times: readings)
        } catch {
            terminal.hangUp()  // ends the reading, which nothing else would
            _ = try? await result
            throw error
        }
        let line = try await result
        #expect(terminal.settings == before)
        return line
    }

    func editor(_ terminal: PseudoTerminal, _ history: InputHistory = InputHistory()) -> LineEditor {
        LineEditor(input: terminal.terminal, output: terminal.terminal, history: history, environment: Self.environment)
    }

    @Test(arguments: [
        ("hello\r", "hello"), ("\r", ""), ("é漢字👩‍👩‍👧\r", "é漢字👩‍👩‍👧"), ("é👩‍👩‍👧x\u{7F}\u{7F}\r", "é"), ("ac\u{1B}[Db\r", "abc"),
        ("bc\u{1}a\u{5}d\r", "abcd"),
        ("one two\u{17}x\r", "one x"), ("one two\u{15}x\r", "x"), ("abc\u{2}\u{2}\u{B}x\r", "ax"), ("abc\u{15}\u{19}\u{19}\r", "abcabc"),
        ("abc\u{1}\u{4}\u{1B}[3~\r", "c"), ("ab\u{14}\r", "ba"), ("one two\u{1B}b\u{1B}b\u{1B}d\r", " two"),
        ("ab\u{1B}[1;5Dx\u{6}y\r", "xayb"),
        ("a\u{1B}[Hx\u{1B}[Fy\r", "xay"), ("one two\u{1B}\u{7F}\r", "one "), ("\u{1B}[200~x\ry\u{1B}[201~z\r", "x\nyz"),
        ("a\tb\r", "a        b"),
        ("trailing\\\r", "trailing\\"), ("a\u{1B}[5~b\r", "ab"), ("a\n", "a"),
    ])
    func typedKeysGiveALine(_ keys: String, _ line: String) async throws {
        let terminal = try PseudoTerminal()
        defer { terminal.close() }
        #expect(try await read(terminal, editor(terminal)) { $0.type(keys) } == .line(line))
    }

    @Test(arguments: [
        ("\u{3}", LineInput.interrupted), ("abc\u{3}", .interrupted), ("\u{4}", .endOfInput), ("a\u{7F}\u{4}", .endOfInput),
        ("ab\u{2}\u{4}\r", .line("a")),
    ])
    func controlCAndControlDEndTheLine(_ keys: String, _ result: LineInput) async throws {
        let terminal = try PseudoTerminal()
        defer { terminal.close() }
        #expect(try await read(terminal, editor(terminal)) { $0.type(keys) } == result)
    }

    @Test func bytesOfOneCharacterMayComeApart() async throws {
        let terminal = try PseudoTerminal()
        defer { terminal.close() }
        let line = try await read(terminal, editor(terminal)) { terminal in
            terminal.type([0x61, 0xE6, 0xBC])
            try await terminal.wait(for: "a")
            terminal.type([0xA2])
            terminal.type("\r")
        }
        #expect(line == .line("a漢"))
    }

    @Test func theArrowsBringEarlierLinesBack() async throws {
        let terminal = try PseudoTerminal()
        defer { terminal.close() }
        let editor = editor(terminal)
        for line in ["first", "second"] { try await read(terminal, editor) { $0.type("\(line)\r") } }
        #expect(try await read(terminal, editor) { $0.type("\u{1B}[A\u{1B}[A!\r") } == .line("first!"))
        #expect(try await read(terminal, editor) { $0.type("draft\u{10}\u{10}\u{E}\u{E}s\r") } == .line("drafts"))
        #expect(editor.history.entries == ["first", "second", "first!", "drafts"])
    }

    @Test func linesOutliveTheEditorInTheHistoryFile() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "history-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        let terminal = try PseudoTerminal()
        defer { terminal.close() }
        try await read(terminal, editor(terminal, InputHistory(contentsOf: file))) { $0.type("\u{1B}[200~a\rb\u{1B}[201~\r") }
        #expect(try await read(terminal, editor(terminal, InputHistory(contentsOf: file))) { $0.type("\u{1B}[A\r") } == .line("a\nb"))
    }

    @Test func arrowsMoveWithinAPasteOfSeveralLines() async throws {
        let terminal = try PseudoTerminal()
        defer { terminal.close() }
        let line = try await read(terminal, editor(terminal)) { $0.type("\u{1B}[200~ab\ncd\u{1B}[201~\u{1B}[A!\u{1B}[B?\r") }
        #expect(line == .line("ab!\ncd?"))
    }

    @Test func keysBehindTheLineEndAreForTheNextLine() async throws {
        let terminal = try PseudoTerminal()
        defer { terminal.close() }
        let editor = editor(terminal)
        #expect(try await read(terminal, editor) { $0.type("one\rtwo\rthr") } == .line("one"))
        // Keys that are there already may end the line before its prompt is seen, so these are read without a typist.
        #expect(try await editor.nextLine(prompt: ">>> ") == .line("two"))
        try await terminal.wait(for: Self.end, times: 2)
        #expect(try await read(terminal, editor) { $0.type("ee\r") } == .line("three"))
    }

    @Test func aPasteShowsContinuationLines() async throws {
        let terminal = try PseudoTerminal(columns: 30, rows: 8)
        defer { terminal.close() }
        try await read(terminal, editor(terminal)) { $0.type("\u{1B}[200~one\rtwo\u{1B}[201~\r") }
        #expect(screen(terminal, 30, 8).lines == [">>> one", "... two"])
    }

    @Test func aLineWiderThanTheWindowWraps() async throws {
        let terminal = try PseudoTerminal(columns: 10, rows: 8)
        defer { terminal.close() }
        let editor = editor(terminal)
        let line = try await read(terminal, editor) { $0.type("abcdefghijklmno漢p\u{1}X\u{5}Y\r") }
        #expect(line == .line("XabcdefghijklmnoY".replacing("oY", with: "o漢pY")))
        let screen = screen(terminal, 10, 8)
        #expect(screen.lines == [">>> Xabcde", "fghijklmno", "漢pY"])
        #expect((screen.row, screen.column) == (3, 0))
        #expect(screen.surprises == [])
    }

    @Test func aNewWindowSizeRedrawsTheLine() async throws {
        let terminal = try PseudoTerminal(columns: 20, rows: 8)
        defer { terminal.close() }
        let line = try await read(terminal, editor(terminal)) { terminal in
            terminal.type("abcdefghijkl")
            try await terminal.wait(for: "abcdefghijkl")
            let length = terminal.output.count
            terminal.resize(columns: 10, rows: 8)
            kill(getpid(), SIGWINCH)  // the system sends it only to the terminal's own session
            try await terminal.wait("the line drawn again") { $0.dropFirst(length).contains("abcdefghijkl") }
            terminal.type("m\r")
        }
        #expect(line == .line("abcdefghijklm"))
    }

    @Test func theLineIsRedrawnOnACleanScreen() async throws {
        let terminal = try PseudoTerminal(columns: 20, rows: 8)
        defer { terminal.close() }
        let editor = editor(terminal)
        try await read(terminal, editor) { $0.type("one\r") }
        try await read(terminal, editor) { $0.type("two\u{C}\r") }
        #expect(screen(terminal, 20, 8).lines == [">>> two"])
    }

    @Test func thePlaceholderIsGreyAndNoPartOfTheLine() async throws {
        let terminal = try PseudoTerminal(columns: 60, rows: 8)
        defer { terminal.close() }
        let line = try await read(terminal, editor(terminal), placeholder: "Send a message (/? for help)") { terminal in
            try await terminal.wait(for: "\u{1B}[38;5;245mSend a message (/? for help)\u{1B}[0m")
            terminal.type("\r")
        }
        #expect(line == .line(""))
    }

    @Test func pastesAreMarkedOnlyWhileALineIsRead() async throws {
        let terminal = try PseudoTerminal()
        defer { terminal.close() }
        try await read(terminal, editor(terminal)) { $0.type("x\r") }
        try await terminal.wait(for: "\u{1B}[?2004l")
        #expect(terminal.output.components(separatedBy: "\u{1B}[?2004h").count == 2)
        #expect(terminal.output.hasSuffix("\u{1B}[?2004l"))
    }

    @Test func aPasteThatIsTooLongIsCutAndSaidSo() async throws {
        let terminal = try PseudoTerminal(columns: 80, rows: 5)
        defer { terminal.close() }
        let line = try await read(terminal, editor(terminal)) { terminal in
            terminal.type("\u{1B}[200~" + String(repeating: "x", count: KeyDecoder.pasteLimit + 5) + "\u{1B}[201~")
            try await terminal.wait(for: "its last 5 bytes are lost")
            terminal.type("\r")
        }
        #expect(line == .line(String(repeating: "x", count: KeyDecoder.pasteLimit)))
    }

    @Test func aTerminalThatHangsUpEndsTheInput() async throws {
        let terminal = try PseudoTerminal()
        let editor = editor(terminal)
        async let result = editor.nextLine(prompt: ">>> ")
        try await terminal.wait(for: ">>> ")
        terminal.hangUp()
        #expect(try await result == .endOfInput)
        terminal.close()
    }

    @Test func aDumbTerminalGivesPlainLines() async throws {
        let terminal = try PseudoTerminal()
        defer { terminal.close() }
        let editor = LineEditor(input: terminal.terminal, output: terminal.terminal, environment: ["TERM": "dumb"])
        terminal.type("one\n")
        #expect(try await editor.nextLine(prompt: ">>> ") == .line("one"))
        #expect(!terminal.output.contains("\u{1B}"))
    }

    private func screen(_ terminal: PseudoTerminal, _ columns: Int, _ rows: Int) -> ScreenModel {
        var screen = ScreenModel(columns: columns, rows: rows)
        screen.draw(terminal.output)
        return screen
    }
}
