import APIContracts
import FoundryCore
import Testing

struct ServerSentEventTests {
    @Test(arguments: [
        ("hello", "data: hello\n\n"), ("", "data: \n\n"), ("a\nb", "data: a\ndata: b\n\n"), ("a\r\nb\rc", "data: a\ndata: b\ndata: c\n\n"),
        ("é\u{2028}", "data: é\u{2028}\n\n"),
    ])
    func encoding(_ text: String, _ bytes: String) { #expect(ServerSentEvents.encode(data: text) == Array(bytes.utf8)) }

    @Test(arguments: [
        ("data: a\n\ndata: b\n\n", ["a", "b"]), ("data:a\r\n\r\ndata:  b\r\n\r\n", ["a", " b"]), ("data: a\r\rdata: b\r\r", ["a", "b"]),
        (": comment\n\n:\n\ndata: a\n\n", ["a"]), ("data: a\ndata: b\ndata\n\n", ["a\nb\n"]), ("data\n\n", [""]), ("\n\n\n", []),
        ("data: lost", []), ("data: lost\n", []), ("\u{FEFF}data: a\n\n", ["a"]), ("retry: 5\nfoo: x\ndata: é✓\n\n", ["é✓"]),
        ("data: a\r\n\ndata: b\n\n", ["a", "b"]),
    ])
    func parsingWhereverItIsSplit(_ stream: String, _ expected: [String]) throws {
        let bytes = Array(stream.utf8)
        for first in 0...bytes.count {
            for second in first...bytes.count {
                var parser = ServerSentEventParser()
                let events = try parser.push(bytes[..<first]) + parser.push(bytes[first..<second]) + parser.push(bytes[second...])
                #expect(events.map(\.data) == expected)
            }
        }
    }

    @Test func typeAndIDAreKept() throws {
        var parser = ServerSentEventParser()
        let events = try parser.push("id: 7\nevent: ping\ndata: a\n\ndata: b\n\n".utf8)
        #expect(events == [ServerSentEvent(type: "ping", data: "a", id: "7"), ServerSentEvent(data: "b", id: "7")])
    }

    @Test func whatIsEncodedIsParsedBack() throws {
        let texts = ["", "plain", "two\nlines", "{\"a\":\"\\n\"}", "😀\u{0}"]
        var parser = ServerSentEventParser()
        #expect(try parser.push(texts.flatMap(ServerSentEvents.encode(data:))).map(\.data) == texts)
    }

    @Test func aLineHasALimit() {
        var parser = ServerSentEventParser()
        let line = Array(repeating: UInt8(ascii: "x"), count: ServerSentEventParser.maximumLineLength)
        #expect(throws: Never.self) { try parser.push(line) }
        #expect(throws: FoundryError.self) { try parser.push([UInt8(ascii: "x")]) }
    }

    @Test func anEventHasALimit() {
        var parser = ServerSentEventParser()
        let line = Array("data: ".utf8) + Array(repeating: UInt8(ascii: "x"), count: ServerSentEventParser.maximumLineLength - 8) + [10]
        #expect(throws: FoundryError.self) { for _ in 0...17 { _ = try parser.push(line) } }
    }
}
