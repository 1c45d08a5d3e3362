import APIContracts
import Foundation
import FoundryCore
import FoundryLocal
import Synchronization
import Testing

/// An answer read piece by piece.
@Suite struct ChatStreamTests {
    let request = ChatCompletionRequest(model: "m", messages: [.init(role: "user", content: .text("hi"))])

    @Test func piecesComeInOrderAndEndAtDone() async throws {
        let server = try HTTPFixture { _, connection in
            connection.beginStream()
            for text in ["He", "llo ", "é漢👩‍👩‍👧"] { connection.send(event(text)) }
            connection.send("data: [DONE]\n\n")
        }
        let client = ServiceClient(address: .url(server.url))
        var texts: [String] = []
        for try await chunk in try await client.chat(request) { texts.append(chunk.choices[0].delta.content ?? "") }
        #expect(texts == ["He", "llo ", "é漢👩‍👩‍👧"])
        let sent = try #require(server.requests.first)
        #expect(sent.line == "POST /v1/chat/completions HTTP/1.1")
        #expect(try JSONDecoder().decode(ChatCompletionRequest.self, from: sent.body).stream == true)
    }

    @Test func eventsMayBeCutAnywhere() async throws {
        let text = event("漢字") + "data: [DONE]\n\n"
        let server = try HTTPFixture { _, connection in
            connection.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
            for byte in text.utf8 {
                // One byte a chunk, raw, so that characters are cut too.
                connection.send("1\r\n")
                connection.sendByte(byte)
                connection.send("\r\n")
            }
            connection.send("0\r\n\r\n")
        }
        var texts: [String?] = []
        for try await chunk in try await ServiceClient(address: .url(server.url)).chat(request) {
            texts.append(chunk.choices[0].delta.content)
        }
        #expect(texts == ["漢字"])
    }

    @Test func anErrorEventEndsTheAnswerWithItsCodeAndParameter() async throws {
        let server = try HTTPFixture { _, connection in
            connection.beginStream()
            connection.send(event("so far"))
            connection.send(
                #"data: {"error":{"message":"engine gone","type":"server_error","param":"messages[1]","code":"engine_failure"}}"# + "\n\n")
        }
        var texts: [String?] = []
        let error = await #expect(throws: FoundryError.self) {
            for try await chunk in try await ServiceClient(address: .url(server.url)).chat(request) {
                texts.append(chunk.choices[0].delta.content)
            }
        }
        #expect(texts == ["so far"])
        #expect(error?.code == .engineFailure)
        #expect(error?.message == "engine gone")
        #expect(error?.parameter == "messages[1]")
    }

    @Test func anAnswerCutShortIsAnError() async throws {
        let server = try HTTPFixture { _, connection in
            connection.beginStream()
            connection.send(event("half"))
        }
        let error = await #expect(throws: FoundryError.self) {
            for try await _ in try await ServiceClient(address: .url(server.url)).chat(request) {}
        }
        #expect(error?.code == .unreachable)
    }

    @Test func whatIsNoChunkIsAnError() async throws {
        let server = try HTTPFixture { _, connection in
            connection.beginStream()
            connection.send("data: {\"choices\":7}\n\n")
        }
        let error = await #expect(throws: FoundryError.self) {
            for try await _ in try await ServiceClient(address: .url(server.url)).chat(request) {}
        }
        #expect(error?.code == .corrupt)
    }

    @Test func theServiceSeesThatTheReaderWasCancelled() async throws {
        let (gone, report) = AsyncStream.makeStream(of: Void.self)
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let server = try HTTPFixture { _, connection in
            connection.beginStream()
            while connection.send(event("x")) { usleep(1000) }
            report.yield()
        }
        let client = ServiceClient(address: .url(server.url))
        let task = Task {
            for try await _ in try await client.chat(request) { begin.yield() }
        }
        for await _ in begun { break }
        task.cancel()
        let error = await #expect(throws: FoundryError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        for await _ in gone { break }
    }

    /// Without back-pressure the client would take the whole 256 MiB into memory.
    @Test func aSlowReaderHoldsTheServiceUp() async throws {
        enum Outcome { case heldUp, everythingSent }
        let (outcomes, report) = AsyncStream.makeStream(of: Outcome.self)
        let big = event(String(repeating: "x", count: 4096))
        let server = try HTTPFixture { _, connection in
            connection.beginStream()
            for _ in 0..<65536 {
                guard connection.isWritable else {
                    report.yield(.heldUp)
                    return
                }
                guard connection.send(big) else { return }
            }
            report.yield(.everythingSent)
        }
        let client = ServiceClient(address: .url(server.url))
        var iterator = try await client.chat(request).makeAsyncIterator()
        _ = try await iterator.next()
        var outcome: Outcome?
        for await first in outcomes {
            outcome = first
            break
        }
        #expect(outcome == .heldUp)
    }
}

/// A chunk with a text, as the service writes it.
private func event(_ text: String) -> String {
    let chunk = ChatCompletionChunk(id: "chatcmpl-1", created: 1, model: "m", choices: [.init(index: 0, delta: .init(content: text))])
    return "data: " + String(decoding: (try? WireJSON.encode(chunk)) ?? Data(), as: UTF8.self) + "\n\n"
}
