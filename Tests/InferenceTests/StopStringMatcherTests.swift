import Inference
import Testing

@Suite("Stop strings")
struct StopStringMatcherTests {
    /// What pieces lead to: the text let through, and whether it was stopped.
    private static func run(_ pieces: [String], stops: [String]) -> (text: String, isStopped: Bool) {
        var matcher = StopStringMatcher(stops: stops)
        var text = ""
        for piece in pieces {
            let output = matcher.push(piece)
            text += output.text
            if output.isStopped { return (text, true) }
        }
        return (text + matcher.finish(), false)
    }

    struct Example: Sendable, CustomTestStringConvertible {
        let pieces: [String]
        let stops: [String]
        let text: String
        let isStopped: Bool
        var testDescription: String { "\(pieces) \(stops)" }

        init(_ pieces: [String], _ stops: [String], _ text: String, stopped: Bool) {
            (self.pieces, self.stops, self.text, isStopped) = (pieces, stops, text, stopped)
        }
    }

    @Test(
        "end a text before them, however it is cut",
        arguments: [
            Example(["abc"], [], "abc", stopped: false),
            Example(["abc"], ["x"], "abc", stopped: false),
            Example(["abc"], ["b"], "a", stopped: true),
            Example(["a", "b", "c"], ["bc"], "a", stopped: true),
            Example(["a", "b", "d"], ["bc"], "abd", stopped: false),
            Example(["a", "b"], ["bc"], "ab", stopped: false),
            Example(["aa", "ab"], ["aab"], "a", stopped: true),
            Example(["abab", "ac"], ["abac"], "ab", stopped: true),
            Example(["abc"], ["abc"], "", stopped: true),
            Example(["", "a", "", "b", ""], ["ab"], "", stopped: true),
            Example(["é", "漢"], ["漢"], "é", stopped: true),
            // These share their first bytes, and only those.
            Example(["漣"], ["漢"], "漣", stopped: false),
            Example(["漢", "a"], ["漢字"], "漢a", stopped: false),
            Example(["x\r", "\ny"], ["\r\n"], "x", stopped: true),
            Example(["ab"], ["b", "ab"], "", stopped: true),
            Example(["abc"], [""], "abc", stopped: false),
        ])
    func examples(_ example: Example) {
        let result = Self.run(example.pieces, stops: example.stops)
        #expect(result.text == example.text)
        #expect(result.isStopped == example.isStopped)
    }

    @Test("hold back no more than may begin one")
    func promptness() {
        var matcher = StopStringMatcher(stops: ["STOP"])
        #expect(matcher.push("one ST").text == "one ")
        #expect(matcher.push("A").text == "STA")
        #expect(matcher.push("SSS").text == "SS")
        #expect(matcher.finish() == "S")
        #expect(matcher.finish() == "")
    }

    /// The text up to the stop string that is complete first; of those complete at the same place, the longest.
    private static func reference(_ text: String, stops: [String]) -> (text: String, isStopped: Bool) {
        let bytes = Array(text.utf8)
        for end in 0..<(bytes.count + 1) {
            let lengths = stops.map { Array($0.utf8) }.filter { $0.count <= end && bytes[(end - $0.count)..<end].elementsEqual($0) }.map(
                \.count)
            if let length = lengths.max() { return (String(decoding: bytes[..<(end - length)], as: UTF8.self), true) }
        }
        return (text, false)
    }

    @Test("end any text where it ends uncut, at whatever places it is cut", arguments: 0..<200 as Range<UInt64>)
    func property(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let alphabet: [Character] = ["a", "b", "c", "é", "漢", "字", "👍"]
        func text(_ lengths: ClosedRange<Int>, _ letters: Int) -> String {
            String((0..<Int.random(in: lengths, using: &random)).map { _ in alphabet.prefix(letters).randomElement(using: &random) ?? "a" })
        }
        for _ in 0..<20 {
            let letters = Int.random(in: 2...alphabet.count, using: &random)
            let stops = (0..<Int.random(in: 0...3, using: &random)).map { _ in text(1...4, letters) }
            let whole = text(0...30, letters)
            var pieces: [String] = []
            for character in whole {
                if pieces.isEmpty || Bool.random(using: &random) { pieces.append("") }
                pieces[pieces.count - 1].append(character)
            }
            let result = Self.run(pieces, stops: stops)
            let expected = Self.reference(whole, stops: stops)
            #expect(result.text == expected.text, "\(pieces) with \(stops)")
            #expect(result.isStopped == expected.isStopped, "\(pieces) with \(stops)")
            #expect(!stops.contains { result.text.contains($0) }, "\(pieces) with \(stops)")
        }
    }
}
