import Testing

@testable import FoundryCommands

/// Messages of one line and of several.
@Suite struct MessageInputTests {
    @Test(arguments: [
        (["hello"], ["hello"]), ([""], [""]), (["\"\"\"a", "b", "c\"\"\""], ["a\nb\nc"]), (["\"\"\"", "a", "\"\"\""], ["a\n"]),
        (["\"\"\"one\"\"\""], ["one"]), (["\"\"\"\"\"\""], [""]), (["say \"\"\"x\"\"\""], ["say \"\"\"x\"\"\""]),
        (["/set system \"\"\"", "be", "brief\"\"\""], ["/set system be\nbrief"]), (["/system \"\"\"x\"\"\""], ["/system x"]),
        (["\"\"\"a", "\"\"\" b", "c\"\"\"  "], ["a\n\"\"\" b\nc"]), (["pasted\ntwo lines"], ["pasted\ntwo lines"]),
        (["\"\"\"open", "still"], []),
    ])
    func messages(_ lines: [String], _ messages: [String]) {
        var input = MessageInput()
        #expect(lines.compactMap { input.push($0) } == messages)
    }

    @Test func cancellingForgetsWhatWasBegun() {
        var input = MessageInput()
        #expect(input.push("\"\"\"a") == nil)
        #expect(input.isOpen)
        input.cancel()
        #expect(!input.isOpen)
        #expect(input.push("b") == "b")
    }
}
