import FoundryTestSupport
import Foundation
import Testing

@testable import TerminalUI

@Suite struct TerminalStyleTests {
    @Test(
        arguments: [
            ([:], true), (["TERM": "xterm"], true), (["TERM": "dumb"], false), (["NO_COLOR": "1"], false), (["NO_COLOR": ""], true),
        ] as [([String: String], Bool)])
    func theEnvironmentDecides(_ environment: [String: String], _ isEnabled: Bool) throws {
        let terminal = try PseudoTerminal()
        defer { terminal.close() }
        #expect(TerminalStyle(output: terminal.terminal, environment: environment).isEnabled == isEnabled)
    }

    @Test func anOutputThatIsNoTerminalHasNoStyles() {
        let pipe = Pipe()
        defer { withExtendedLifetime(pipe) {} }
        #expect(!TerminalStyle(output: pipe.fileHandleForWriting.fileDescriptor, environment: [:]).isEnabled)
    }

    @Test func stylesEndBehindTheText() {
        let style = TerminalStyle(isEnabled: true)
        #expect(style.bold("x") == "\u{1B}[1mx\u{1B}[0m")
        #expect(style.dim("x") == "\u{1B}[2mx\u{1B}[0m")
        #expect(style.apply(.grey, to: "") == "")
    }

    @Test(arguments: TerminalColor.allCases) func noStyleLeavesTheText(_ color: TerminalColor) {
        #expect(TerminalStyle(isEnabled: false).apply(color, to: "x") == "x")
    }
}
