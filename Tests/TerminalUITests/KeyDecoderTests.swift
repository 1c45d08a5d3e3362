import Testing

@testable import TerminalUI

@Suite struct KeyDecoderTests {
    static let sequences: [(String, [Key])] = [
        ("ab", [.text("ab")]), ("é漢👩‍👩‍👧", [.text("é漢👩‍👩‍👧")]), ("a\rb\n", [.text("a"), .enter, .text("b"), .enter]), ("\t", [.tab]),
        ("\u{7F}\u{8}", [.backspace, .backspace]), ("\u{1}\u{1A}\u{0}", [.control("a"), .control("z"), .control("@")]),
        ("\u{1C}\u{1F}", [.control("\\"), .control("_")]),
        ("\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D", [.up, .down, .right, .left]), ("\u{1B}OA\u{1B}OH\u{1B}OF", [.up, .home, .end]),
        ("\u{1B}OM", [.enter]), ("\u{1B}[H\u{1B}[F\u{1B}[1~\u{1B}[4~\u{1B}[7~\u{1B}[8~", [.home, .end, .home, .end, .home, .end]),
        ("\u{1B}[3~\u{1B}[3;5~", [.delete, .deleteWordForward]),
        ("\u{1B}[1;3D\u{1B}[1;3C\u{1B}[1;5D\u{1B}[1;5C\u{1B}[1;2C", [.wordLeft, .wordRight, .wordLeft, .wordRight, .right]),
        ("\u{1B}b\u{1B}f\u{1B}d\u{1B}\u{7F}", [.wordLeft, .wordRight, .deleteWordForward, .deleteWordBackward]),
        ("\u{1B}\u{3}", [.escape, .control("c")]), ("\u{1B}\u{1B}[A", [.escape, .up]), ("\u{1B}é", [.escape, .text("é")]),
        ("\u{1B}xa", [.text("a")]), ("\u{1B}[5~\u{1B}[15;2~\u{1B}[?1;2ca", [.text("a")]), ("\u{1B}[[Aa", [.text("a")]),
        ("\u{1B}[1\u{3}", [.control("c")]), ("\u{1B}[1\u{1B}[A", [.up]),
        ("\u{1B}[-9223372036854775808;-9223372036854775808C", [.right]), ("\u{1B}[99999999999999999999~a", [.text("a")]),
        ("\u{1B}[200~a\r\nb\rc\nd\u{1B}[201~!", [.paste("a\nb\nc\nd"), .text("!")]),
        ("\u{1B}[200~\u{1B}[20\u{1B}[2012\u{1B}\u{1B}[201~", [.paste("\u{1B}[20\u{1B}[2012\u{1B}")]), ("\u{1B}[200~\u{1B}[201~", []),
        ("\u{1B}[200~\u{3}\u{4}\u{1B}[201~", [.paste("\u{3}\u{4}")]), ("\u{85}a", [.text("a")]),
    ]

    @Test(arguments: sequences) func aSequenceGivesItsKeys(_ sequence: String, _ keys: [Key]) {
        var decoder = KeyDecoder()
        #expect(decoder.decode(sequence.utf8) == keys)
        #expect(!decoder.awaitsMore)
    }

    @Test(arguments: sequences) func aSequenceMayComeByteByByte(_ sequence: String, _ keys: [Key]) {
        var decoder = KeyDecoder()
        let single = sequence.utf8.flatMap { decoder.decode([$0]) }
        #expect(Self.joined(single) == keys)
    }

    @Test(
        arguments: [
            ([0x61, 0xFF, 0x62], "a\u{FFFD}b"), ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"), ([0xE6, 0xBC, 0x61], "\u{FFFD}a"),
            ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"), ([0xF0, 0x9F, 0xC3, 0xA9], "\u{FFFD}é"),
            ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"), ([0xE0, 0x9F, 0xBF], "\u{FFFD}\u{FFFD}\u{FFFD}"),
            ([0xC3, 0xC3, 0xA9], "\u{FFFD}é"),
        ] as [([UInt8], String)])
    func bytesThatAreNoTextBecomeReplacementCharacters(_ bytes: [UInt8], _ text: String) {
        var decoder = KeyDecoder()
        #expect(decoder.decode(bytes) == [.text(text)])
        // The standard library repairs by the same rule.
        #expect(String(decoding: bytes, as: UTF8.self) == text)
    }

    @Test func anEscapeInAHalfCharacterStillCounts() {
        var decoder = KeyDecoder()
        #expect(decoder.decode([0xE6, 0x1B, 0x5B, 0x41]) == [.text("\u{FFFD}"), .up])
    }

    @Test(arguments: [("\u{1B}", [Key.escape]), ("\u{1B}[", []), ("\u{1B}[1;5", []), ("\u{1B}O", [])])
    func anUnfinishedSequenceEndsWithAFlush(_ sequence: String, _ keys: [Key]) {
        var decoder = KeyDecoder()
        #expect(decoder.decode(sequence.utf8) == [])
        #expect(decoder.awaitsMore)
        #expect(decoder.flush() == keys)
        #expect(!decoder.awaitsMore)
        #expect(decoder.decode("A".utf8) == [.text("A")])
    }

    @Test func anUnfinishedPasteIsNotFlushed() {
        var decoder = KeyDecoder()
        #expect(decoder.decode("\u{1B}[200~ab".utf8) == [])
        #expect(!decoder.awaitsMore)
        #expect(decoder.flush() == [])
        #expect(decoder.decode("c\u{1B}[201~".utf8) == [.paste("abc")])
    }

    @Test func aPasteOfTheLimitIsWhole() {
        var decoder = KeyDecoder()
        let text = String(repeating: "x", count: KeyDecoder.pasteLimit)
        #expect(decoder.decode("\u{1B}[200~\(text)\u{1B}[201~".utf8) == [.paste(text)])
    }

    @Test func aPasteBeyondTheLimitIsCutBetweenCharacters() {
        var decoder = KeyDecoder()
        let text = "x" + String(repeating: "漢", count: KeyDecoder.pasteLimit / 3 + 1)
        let keys = decoder.decode("\u{1B}[200~\(text)\u{1B}[201~z".utf8)
        let kept = "x" + String(repeating: "漢", count: (KeyDecoder.pasteLimit - 1) / 3)
        #expect(keys == [.paste(kept), .pasteCut(lostBytes: text.utf8.count - kept.utf8.count), .text("z")])
    }

    @Test func anEndlessSequenceKeepsNothing() {
        var decoder = KeyDecoder()
        #expect(decoder.decode("\u{1B}[".utf8) == [])
        for _ in 0..<100 { #expect(decoder.decode(Array(repeating: 0x31, count: 1000)) == []) }
        #expect(decoder.decode("~a".utf8) == [.text("a")])
    }

    /// Text keys that came one character at a time, put together as one read would have given them.
    static func joined(_ keys: [Key]) -> [Key] {
        keys.reduce(into: []) { joined, key in
            if case .text(let next) = key, case .text(let text)? = joined.last {
                joined[joined.count - 1] = .text(text + next)
            } else {
                joined.append(key)
            }
        }
    }
}
