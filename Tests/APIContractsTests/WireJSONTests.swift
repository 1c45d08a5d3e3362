import APIContracts
import Foundation
import FoundryCore
import Testing

struct WireJSONTests {
    @Test(arguments: [
        Data(), Data("hello".utf8), Data("{".utf8), Data("[1,2]".utf8), Data("null".utf8), Data("5".utf8), Data("\"x\"".utf8),
        Data(#"{"model":NaN}"#.utf8), Data(#"{"model":"m",}"#.utf8), Data([0xFF, 0xFE, 0x7B]), Data([0x7B, 0x22, 0xC3, 0x28, 0x22, 0x7D]),
        Data(repeating: UInt8(ascii: "["), count: 100_000), Data(String(repeating: #"{"a":"#, count: 50_000).utf8),
        Data(#"{"model":"m","messages":[]}"#.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }), Data([0]),
    ])
    func brokenBodiesAreRefused(_ body: Data) throws {
        let error = try #require(throws: FoundryError.self) { try WireJSON.decode(ChatCompletionRequest.self, from: body) }
        #expect(error.code == .invalidArgument)
        #expect(!error.message.contains("Dictionary") && !error.message.contains("NSError"))
    }

    @Test func anEmptyBodyIsCalledEmpty() throws {
        let error = try #require(throws: FoundryError.self) { try WireJSON.decode(JSONValue.self, from: Data()) }
        #expect(error.message == "Empty request body")
    }

    @Test func depthIsCountedOutsideStringsOnly() throws {
        let text = String(repeating: "[", count: 500) + "\\\"["
        let value = try WireJSON.decode(JSONValue.self, from: Data("[\"\(text)\"]".utf8))
        guard case .array(let items) = value, case .string(let string) = items.first else {
            Issue.record("no array of a string")
            return
        }
        #expect(string.count == 502)
    }

    @Test(arguments: [(100, true), (101, false)])
    func depthHasALimit(_ depth: Int, _ isRead: Bool) {
        let body = Data((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        #expect(((try? WireJSON.decode(JSONValue.self, from: body)) != nil) == isRead)
    }

    @Test func keysAreSortedAndSlashesPlain() throws {
        let text = String(decoding: try WireJSON.encode(["b": "x/y", "a": ""]), as: UTF8.self)
        #expect(text == #"{"a":"","b":"x/y"}"#)
    }

    @Test func aLongKeyIsCutInThePath() throws {
        let body = Data(#"{"model":"m","messages":[],"metadata":{"\#(String(repeating: "k", count: 100_000))":1e999}}"#.utf8)
        let error = try #require(throws: FoundryError.self) { try WireJSON.decode(ChatCompletionRequest.self, from: body) }
        #expect(error.parameter == "metadata." + String(repeating: "k", count: 64))
        #expect(error.message.count < 300)
    }
}
