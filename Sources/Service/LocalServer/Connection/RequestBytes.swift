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
        let declared = headers[.contentLength].flatMap { Int($0) } ?? 0
        var bytes = Data()
        var discarded = 0
        do {
            for try await piece in body {
                if declared <= Self.maximumBodySize, discarded == 0, bytes.count + piece.readableBytes <= Self.maximumBodySize {
                    bytes.append(contentsOf: piece.readableBytesView)
                } else {
                    // Most clients send all they have before they read. One that nobody reads would never learn why.
                    bytes = Data()
                    discarded += piece.readableBytes
                    if discarded > Self.maximumDiscarded { break }
                }
            }
        } catch {
            throw UnreadableBody(cause: error)
        }
        guard declared <= Self.maximumBodySize, discarded == 0 else { throw Self.tooLarge }
        return bytes
    }

    private static var tooLarge: HTTPError {
        HTTPError(.contentTooLarge, message: "The request's body is larger than \(maximumBodySize) bytes. Send a shorter conversation.")
    }
}

/// The client's bytes ended or are no HTTP; what was read of them, and the cause, belong to the server underneath.
struct UnreadableBody: Error {
    let cause: any Error
}
