public import APIContracts
import AsyncHTTPClient
import Foundation
import FoundryCore
import NIOCore

/// The pieces of an answer as the service writes them. It can be read once.
///
/// Format: server-sent events with OpenAI's chunks, ended by `[DONE]`; an event with an `error` object ends it with that error.
public struct ChatStream: AsyncSequence, Sendable {
    /// A piece.
    public typealias Element = ChatCompletionChunk

    let body: HTTPClientResponse.Body
    let transport: HTTPTransport

    /// Begins to read.
    public func makeAsyncIterator() -> Iterator { Iterator(bytes: body.makeAsyncIterator(), transport: transport) }

    /// The reading of an answer. Nothing is read ahead, so that a slow reader slows the service down.
    public struct Iterator: AsyncIteratorProtocol {
        var bytes: HTTPClientResponse.Body.AsyncIterator
        let transport: HTTPTransport
        private var parser = ServerSentEventParser()
        private var events: ArraySlice<ServerSentEvent> = []
        private var isDone = false

        init(bytes: HTTPClientResponse.Body.AsyncIterator, transport: HTTPTransport) {
            self.bytes = bytes
            self.transport = transport
        }

        /// The next piece, nil at the answer's end.
        /// - Throws: `FoundryError`: the service's own error, `unreachable` where the connection is lost, `cancelled`.
        public mutating func next() async throws -> ChatCompletionChunk? {
            while !isDone {
                if let event = events.popFirst() {
                    guard event.data == ServerSentEvents.done else { return try chunk(event) }
                    isDone = true
                    // The rest of the body is read, so that the connection can serve the next request.
                    while try await nextBuffer() != nil {}
                    return nil
                }
                guard let buffer = try await nextBuffer() else {
                    isDone = true
                    if Task.isCancelled { throw FoundryError(.cancelled, "The request was cancelled.") }
                    throw FoundryError(
                        .unreachable, "The service ended the answer before it was complete. See its log: foundry service logs")
                }
                events = try parser.push(buffer.readableBytesView)[...]
            }
            return nil
        }

        private mutating func nextBuffer() async throws -> ByteBuffer? {
            do { return try await bytes.next() } catch {
                isDone = true
                throw transport.failure(error)
            }
        }

        private mutating func chunk(_ event: ServerSentEvent) throws -> ChatCompletionChunk {
            let data = Data(event.data.utf8)
            do { return try WireJSON.decode(ChatCompletionChunk.self, from: data) } catch {
                isDone = true
                if let object = try? WireJSON.decode(ErrorResponse.self, from: data) { throw ServiceFailure.error(object.error) }
                return try ServiceClient.decode(ChatCompletionChunk.self, data)
            }
        }
    }
}
