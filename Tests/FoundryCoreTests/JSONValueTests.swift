import FoundryCore
import Foundation
import Testing

@Suite("A JSON value")
struct JSONValueTests {
    @Test(
        "is read as what it is, and written as it was",
        arguments: [
            ("null", JSONValue.null), ("true", .bool(true)), ("false", .bool(false)), ("0", .integer(0)), ("1", .integer(1)),
            ("-7", .integer(-7)),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)), ("1.5", .number(1.5)),
            ("-0.25", .number(-0.25)),
            (#""""#, .string("")), (#""true""#, .string("true")), (#""1""#, .string("1")), (#""é漢👍""#, .string("é漢👍")), ("[]", .array([])),
            ("{}", .object([:])),
            (
                #"[null,true,1,1.5,"x",[],{}]"#,
                .array([.null, .bool(true), .integer(1), .number(1.5), .string("x"), .array([]), .object([:])])
            ),
            (#"{"a":{"b":[1]},"c":null}"#, .object(["a": .object(["b": .array([.integer(1)])]), "c": .null])),
        ])
    func roundTrip(_ json: String, _ value: JSONValue) throws {
        #expect(try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8)) == value)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        #expect(try String(decoding: encoder.encode(value), as: UTF8.self) == json)
    }

    @Test("keeps what does not fit 64 bits as a number", arguments: ["9223372036854775808", "1e300", "123456789012345678901234567890"])
    func large(_ json: String) throws {
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8))
        #expect(value == .number(try #require(Double(json))))
    }

    @Test("is refused where it is none", arguments: ["", "{", "[1 2]", "nul", #"{"a":}"#, "\"\u{1}\"", "[1] 2", "1e999"])
    func refused(_ json: String) { #expect(throws: (any Error).self) { try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8)) } }

    @Test("is refused, not overflowed, where it nests without end")
    func depth() {
        let json = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(throws: (any Error).self) { try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8)) }
    }

    @Test("names its kind")
    func kinds() {
        let values: [JSONValue] = [.null, .bool(true), .integer(1), .number(1.5), .string(""), .array([]), .object([:])]
        #expect(values.map(\.kind) == ["null", "a boolean", "a number", "a number", "a string", "an array", "an object"])
    }
}
