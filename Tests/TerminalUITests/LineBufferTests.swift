import Testing

@testable import TerminalUI

/// In these tests `|` stands for the cursor.
@Suite struct LineBufferTests {
    static func buffer(_ picture: String) -> LineBuffer {
        let parts = picture.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        var buffer = LineBuffer(String(parts[0] + parts[1]))
        buffer.move(.textStart)
        while buffer.beforeCursor.utf8.count < parts[0].utf8.count { buffer.move(.right) }
        return buffer
    }

    static func picture(_ buffer: LineBuffer) -> String { buffer.beforeCursor + "|" + buffer.afterCursor }

    @Test(arguments: [
        ("ab|cd", CursorMove.left, "a|bcd"), ("|ab", .left, "|ab"), ("ab|", .right, "ab|"), ("👩‍👩‍👧|é", .left, "|👩‍👩‍👧é"),
        ("|e\u{301}x", .right, "e\u{301}|x"),
        ("foo bar|", .wordLeft, "foo |bar"), ("foo, |bar", .wordLeft, "|foo, bar"), ("|  foo bar", .wordRight, "  foo| bar"),
        ("|漢字 x", .wordRight, "漢字| x"), ("-|-", .wordRight, "--|"), ("a.b |", .blankWordLeft, "|a.b "), ("x y|", .textStart, "|x y"),
        ("ab\ncd|\nef", .lineStart, "ab\n|cd\nef"), ("ab\n|cd\nef", .lineEnd, "ab\ncd|\nef"), ("a|b\nc", .textEnd, "ab\nc|"),
        ("abc\nd|ef", .lineUp, "a|bc\ndef"), ("a\nbcd|", .lineUp, "a|\nbcd"), ("a|b", .lineUp, "a|b"),
        ("ab|c\nd\n", .lineDown, "abc\nd|\n"),
        ("ab\nc|", .lineDown, "ab\nc|"), ("a|\n\nb", .lineDown, "a\n|\nb"),
    ])
    func aMoveTakesTheCursor(_ before: String, _ move: CursorMove, _ after: String) {
        var buffer = Self.buffer(before)
        buffer.move(move)
        #expect(Self.picture(buffer) == after)
    }

    @Test(arguments: [
        ("ab|c", CursorMove.left, "a|c"), ("a|bc", .right, "a|c"), ("|a", .left, "|a"), ("👩‍👩‍👧|", .left, "|"), ("ne\u{301}|e", .left, "n|e"),
        ("foo bar|x", .wordLeft, "foo |x"), ("a| b c", .wordRight, "a| c"), ("a\n|b", .left, "a|b"),
    ])
    func aDeletionReachesAsFarAsTheMove(_ before: String, _ move: CursorMove, _ after: String) {
        var buffer = Self.buffer(before)
        buffer.delete(move)
        #expect(Self.picture(buffer) == after)
        #expect(buffer.killed == "")
    }

    @Test(arguments: [
        ("ab|cd", CursorMove.lineEnd, "ab|", "cd"), ("ab|cd", .lineStart, "|cd", "ab"), ("a b.c |d", .blankWordLeft, "a |d", "b.c "),
        ("a|b\nc", .lineEnd, "a|\nc", "b"), ("a|\nc", .lineEnd, "a|c", "\n"), ("a\n|c", .lineStart, "a|c", "\n"),
        ("a|", .lineEnd, "a|", ""),
    ])
    func aKillKeepsWhatItTakes(_ before: String, _ move: CursorMove, _ after: String, _ killed: String) {
        var buffer = Self.buffer(before)
        buffer.kill(move)
        #expect(Self.picture(buffer) == after)
        #expect(buffer.killed == killed)
    }

    @Test func killsInARowAddUpInTheOrderOfTheText() {
        var buffer = Self.buffer("one two| three")
        buffer.kill(.blankWordLeft)
        buffer.kill(.blankWordLeft)
        buffer.kill(.lineEnd)
        #expect(buffer.killed == "one two three")
        buffer.yank()
        #expect(Self.picture(buffer) == "one two three|")
    }

    @Test func aMoveBetweenKillsSeparatesThem() {
        var buffer = Self.buffer("a b|")
        buffer.kill(.blankWordLeft)
        buffer.move(.left)
        buffer.kill(.blankWordLeft)
        #expect(buffer.killed == "a")
    }

    @Test func aKillOfNothingKeepsWhatWasKilled() {
        var buffer = Self.buffer("ab|")
        buffer.kill(.lineStart)
        buffer.move(.textEnd)
        buffer.kill(.lineEnd)
        #expect(buffer.killed == "ab")
    }

    @Test(arguments: [
        ("|", "é漢", "é漢|"), ("a|c", "b", "ab|c"), ("e|x", "\u{301}", "e\u{301}|x"), ("👩|x", "\u{200D}👧", "👩\u{200D}👧|x"),
        ("🇩|", "🇪", "🇩🇪|"),
    ])
    func insertedTextJoinsItsNeighbours(_ before: String, _ added: String, _ after: String) {
        var buffer = Self.buffer(before)
        buffer.insert(added)
        #expect(Self.picture(buffer) == after)
        #expect(buffer.cursor == after.split(separator: "|", omittingEmptySubsequences: false)[0].count)
    }

    @Test func textBeforeALoneMarkTakesIt() {
        var buffer = LineBuffer("\u{301}x")
        buffer.move(.textStart)
        buffer.insert("e")
        #expect(Self.picture(buffer) == "e\u{301}|x")
        #expect(buffer.cursor == 1)
    }

    @Test(arguments: [
        ("ab|c", "acb|"), ("ab|", "ba|"), ("|ab", "|ab"), ("a|", "a|"), ("|", "|"), ("é|漢", "漢é|"), ("a\n|b", "a\n|b"),
        ("ab|\nc", "ba|\nc"),
    ])
    func transposingSwapsTheNeighbours(_ before: String, _ after: String) {
        var buffer = Self.buffer(before)
        buffer.transpose()
        #expect(Self.picture(buffer) == after)
    }

    @Test func replacingGoesToTheEnd() {
        var buffer = Self.buffer("a|bc")
        buffer.replace(with: "xy")
        #expect(Self.picture(buffer) == "xy|")
        #expect(!buffer.isEmpty)
    }

    @Test func theCursorStaysOnABorderWhateverHappens() {
        var generator = SplitMix(state: 7)
        let pieces = ["a", " ", "\n", "é", "\u{301}", "漢", "👩", "\u{200D}", "🇩", "🇪", "\r"]
        let moves: [CursorMove] = [
            .left, .right, .wordLeft, .wordRight, .blankWordLeft, .lineStart, .lineEnd, .lineUp, .lineDown, .textStart,
        ]
        var buffer = LineBuffer()
        for _ in 0..<3000 {
            let move = moves[Int.random(in: 0..<moves.count, using: &generator)]
            switch Int.random(in: 0..<8, using: &generator) {
            case 0..<4: buffer.insert(pieces[Int.random(in: 0..<pieces.count, using: &generator)])
            case 4: buffer.move(move)
            case 5: buffer.delete(move)
            case 6: buffer.transpose()
            default: buffer.kill(move); buffer.yank()
            }
            #expect(String.Index(buffer.cursorIndex, within: buffer.text) != nil)
        }
    }
}

/// A generator of the same numbers in each run (Steele, Lea and Flood 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
