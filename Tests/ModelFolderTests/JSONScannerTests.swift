import ModelFolder
import Testing

@Suite struct JSONScannerTests {
    @Test(arguments: [
        "{}", "[]", "0", "-1.5e+3", "\"\"", "true", " { \"a\" : [ 1 , {\"b\":null} , [] , {} ] } \n", #"["\u00e9\n\"\\"]"#,
        "[[[[]]],{\"a\":{}}]",
    ]) func acceptsJSON(_ text: String) throws {
        _ = try JSONScanner.outline(of: Array(text.utf8), maximumDepth: 8)
    }

    @Test(arguments: [
        ("", 1, 1), ("{", 1, 2), ("{\"model\": {\n", 2, 1), ("{\"a\":1,}", 1, 8), ("[1,]", 1, 4), ("{\"a\" 1}", 1, 6), ("{a:1}", 1, 2),
        ("[1 2]", 1, 4),
        ("{}\n x", 2, 2), ("tru", 1, 1), ("01", 1, 2), ("-", 1, 2), ("1.", 1, 3), ("\"a", 1, 3), ("\"\u{1}\"", 1, 2), (#""\x""#, 1, 3),
        (#""\u12g4""#, 1, 6), ("[}", 1, 2), ("{]", 1, 2), ("\u{FEFF}{}", 1, 1), ("nan", 1, 1),
    ]) func tellsThePlace(_ text: String, _ line: Int, _ column: Int) {
        let failure = #expect(throws: JSONScanner.Failure.self) { try JSONScanner.outline(of: Array(text.utf8), maximumDepth: 8) }
        #expect(failure?.line == line)
        #expect(failure?.column == column)
    }

    @Test func boundsTheDepth() {
        let text = Array((String(repeating: "[", count: 9) + String(repeating: "]", count: 9)).utf8)
        #expect(throws: JSONScanner.Failure.self) { try JSONScanner.outline(of: text, maximumDepth: 8) }
        #expect(throws: Never.self) { try JSONScanner.outline(of: text, maximumDepth: 9) }
    }

    @Test func tellsTheRootsMembers() throws {
        let outline = try JSONScanner.outline(of: Array(#"{"a":{"x":1},"b":[{"y":2}],"c":"","d":-1,"e":null}"#.utf8), maximumDepth: 8)
        #expect(outline.kind == .object)
        #expect(outline.members == ["a": .object, "b": .array, "c": .string, "d": .number, "e": .literal])
    }
}
