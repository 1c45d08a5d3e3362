import FoundryTestSupport
import Foundation
import Testing

@testable import TerminalUI

@Suite struct TerminalStateTests {
    struct Stop: Error {}

    @Test func rawModeEndsWithTheWork() throws {
        let terminal = try PseudoTerminal()
        defer { terminal.close() }
        let before = terminal.settings
        let during = try RawMode.run(on: terminal.terminal) { _ in terminal.settings }
        #expect(during != before)
        #expect(terminal.settings == before)
    }

    @Test func rawModeEndsWhenTheWorkThrows() throws {
        let terminal = try PseudoTerminal()
        defer { terminal.close() }
        let before = terminal.settings
        #expect(throws: Stop.self) { try RawMode.run(on: terminal.terminal) { _ in throw Stop() } }
        #expect(terminal.settings == before)
    }

    @Test func settingsComeBackWhenTheScreenCannotBeDrawn() throws {
        let terminal = try PseudoTerminal()
        defer { terminal.close() }
        let before = terminal.settings
        let screen = EditScreen(output: -1, renderer: LineRendererTests.renderer())
        #expect(throws: TerminalError.self) { try RawMode.run(on: terminal.terminal) { _ in try screen.open(LineBuffer()) } }
        #expect(terminal.settings == before)
    }

    @Test func whatIsNoTerminalIsRefused() {
        let pipe = Pipe()
        defer { withExtendedLifetime(pipe) {} }
        #expect(throws: TerminalError.self) { try TerminalState(of: pipe.fileHandleForReading.fileDescriptor) }
    }

    @Test func theSizeIsTheTerminals() throws {
        let terminal = try PseudoTerminal(columns: 33, rows: 7)
        defer { terminal.close() }
        #expect(TerminalSize(of: terminal.terminal) == TerminalSize(columns: 33, rows: 7))
        terminal.resize(columns: 0, rows: 0)
        #expect(TerminalSize(of: terminal.terminal) == TerminalSize(columns: 80, rows: 24))
        #expect(TerminalSize(of: -1) == TerminalSize(columns: 80, rows: 24))
    }
}
