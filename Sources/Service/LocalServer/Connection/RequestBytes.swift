import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension Request {
    /// The largest body that is read, in bytes.
    static let maximumBodySize = 32 << 20

    /// The most that is read of a body that was refused, so that its sender gets to see the answer, in bytes.
    private static let maximumDiscarded = 1 << 30

    /// The whole body. What is too large is refused before it is kept.
    /// - Throws: `HTTPError` 413, or ``UnreadableBody``.
    func bytes() async throws -> Data {
        // One iterator for all: a body may be read once.
        var pieces = body.makeAsyncIterator()
        let declared = headers[.contentLength].flatMap { Int($0) } ?? 0
        var bytes = Data()
        do {
            while declared <= Self.maximumBodySize, let piece = try await pieces.next() {
                guard bytes.count + piece.readableBytes <= Self.maximumBodySize else {
                    await discard(&pieces)
                    throw Self.tooLarge
                }
                bytes.append(contentsOf: piece.readableBytesView)
            }
        } catch let error as HTTPError {
            throw error
        } catch {
            throw UnreadableBody(cause: error)
        }
        guard declared <= Self.maximumBodySize else {
            await discard(&pieces)
            throw Self.tooLarge
        }
        return bytes
    }

    /// Reads the rest of a refused body where nobody else will. Most clients send all they have before they read, so that one
    /// that nobody reads would never learn why; on a connection that stays, the server underneath reads it after the answer.
    private func discard(_ pieces: inout RequestBody.AsyncIterator) async {
        guard headers[.connection]?.lowercased() == "close" else { return }
        var discarded = 0
        do {
            while discarded < Self.maximumDiscarded, let piece = try await pieces.next() { discarded += piece.readableBytes }
        } catch {
            // The client is gone, and with it the reason to read on.
        }
    }

    private static var tooLarge: HTTPError {
        HTTPError(.contentTooLarge, message: "The request's body is larger than \(maximumBodySize) bytes. Send a shorter conversation.")
    }
}

/// The client's bytes ended or are no HTTP; what was read of them, and the cause, belong to the server underneath.
struct UnreadableBody: Error {
    let cause: any Error
}
