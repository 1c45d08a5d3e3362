import Testing

@testable import FoundryCommands

/// Lines of the chat that begin with a slash.
@Suite struct ReplCommandTests {
    @Test(arguments: [
        ("/help", ReplCommand.help), ("/?", .help), (" /HELP ", .help), ("/clear", .clear), ("/exit", .exit), ("/bye", .exit),
        ("/quit", .exit),
        ("/stats", .stats), ("/system", .show(.system)), ("/system Be brief.", .setSystem("Be brief.")),
        ("/system a\nb", .setSystem("a\nb")),
        ("/set system  x y ", .setSystem("x y")), ("/set system", .setSystem("")), ("/set verbose", .setVerbose(true)),
        ("/set quiet", .setVerbose(false)),
        ("/set parameter temperature 0.5", .setParameter(name: "temperature", values: ["0.5"])),
        ("/set parameter stop \"a b\" c", .setParameter(name: "stop", values: ["a b", "c"])),
        ("/set parameter", .usage("/set parameter NAME VALUE")),
        ("/set parameter seed", .usage("/set parameter NAME VALUE")), ("/show", .show(.info)), ("/show parameters", .show(.parameters)),
        ("/show INFO", .show(.info)), ("/show x", .usage("/show [info|system|parameters]")), ("/save a", .save("a")),
        ("/save", .usage("/save NAME")),
        ("/save a b", .usage("/save NAME")), ("/load a", .load("a")), ("/load", .usage("/load NAME")), ("/home/x", .unknown("/home/x")),
        ("/", .unknown("/")),
        ("/hlep me", .unknown("/hlep")),
    ])
    func orders(_ line: String, _ command: ReplCommand) { #expect(ReplCommand(line: line) == command) }

    @Test func setWithoutAKnownWordTellsHowItIsWritten() throws {
        guard case .usage(let text) = try #require(ReplCommand(line: "/set colour red")) else { throw CancellationError() }
        #expect(text.contains("/set parameter NAME VALUE"))
    }

    @Test(arguments: ["hello", "", "what is /help?", "  1/2"])
    func otherLinesArePrompts(_ line: String) { #expect(ReplCommand(line: line) == nil) }

    @Test(arguments: [
        ("a b", ["a", "b"]), (#""a b" c"#, ["a b", "c"]), (#""\n""#, ["\n"]), (#""""#, [""]), (#"a"b c"d"#, ["ab cd"]), (#"\n"#, [#"\n"#]),
        (#""open"#, ["open"]), (#""x\""#, [#"x""#]), (#""end\"#, [#"end\"#]), ("", []),
    ])
    func wordsMayBeQuoted(_ text: String, _ words: [String]) { #expect(ReplCommand.words(text) == words) }
}
