import APIContracts
import Foundation
import NIOCore
import Testing

@testable import LocalServer

struct ChunkEncoderTests {
    static let identity = AnswerIdentity(id: "chatcmpl-\"1", created: 1_700_000_000, model: "tiny\\:1")
    let encoder = ChunkEncoder(identity: identity)

    static func events(_ buffer: ByteBuffer) throws -> [String] {
        var parser = ServerSentEventParser()
        return try parser.push(buffer.readableBytesView).map(\.data)
    }

    @Test(arguments: [
        "", "plain", "\"quoted\" \\back\\", "\n\r\t\u{8}\u{C}", "\u{0}\u{1}\u{1F}\u{7F}", "\u{2028}\u{2029}",
        "\u{1F468}\u{200D}\u{1F469} é 漢",
        "/</script>", "data: x\n\ndata: [DONE]\n\n", String(repeating: "\"a", count: 5000),
    ])
    func aTextIsReadBackAsItWas(_ text: String) throws {
        var buffer = ByteBuffer()
        encoder.write(text, to: &buffer)
        let events = try Self.events(buffer)
        #expect(events.count == 1)
        let chunk = try WireJSON.decode(ChatCompletionChunk.self, from: Data(events[0].utf8))
        let expected = ChatCompletionChunk(
            id: Self.identity.id, created: Self.identity.created, model: Self.identity.model,
            choices: [.init(index: 0, delta: .init(content: text))])
        #expect(chunk == expected)
        #expect(chunk.choices[0].delta.content?.utf8.elementsEqual(text.utf8) == true)
    }

    @Test func everyControlCharacterIsReadBack() throws {
        let text = String(String.UnicodeScalarView((0..<0x80).compactMap { Unicode.Scalar($0) }))
        var buffer = ByteBuffer()
        encoder.write(text, to: &buffer)
        let chunk = try WireJSON.decode(ChatCompletionChunk.self, from: Data(try Self.events(buffer)[0].utf8))
        #expect(chunk.choices[0].delta.content == text)
    }

    @Test func aSplicedChunkIsWhatTheJSONEncoderWrites() throws {
        var buffer = ByteBuffer()
        encoder.write("a\n\"b\"", to: &buffer)
        let chunk = ChatCompletionChunk(
            id: Self.identity.id, created: Self.identity.created, model: Self.identity.model,
            choices: [.init(index: 0, delta: .init(content: "a\n\"b\""))])
        #expect(try Self.events(buffer) == [String(decoding: try WireJSON.encode(chunk), as: UTF8.self)])
    }

    @Test func theEndHasTheReasonTheUsageAndTheMark() throws {
        var buffer = ByteBuffer()
        try encoder.writeEnd(finishReason: "length", usage: ChatUsage(promptTokens: 1, completionTokens: 2), to: &buffer)
        let events = try Self.events(buffer)
        #expect(events.count == 3 && events[2] == "[DONE]")
        #expect(try WireJSON.decode(ChatCompletionChunk.self, from: Data(events[0].utf8)).choices[0].finishReason == "length")
        #expect(try WireJSON.decode(ChatCompletionChunk.self, from: Data(events[1].utf8)).usage?.totalTokens == 3)
    }
}
