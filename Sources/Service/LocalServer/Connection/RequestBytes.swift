import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension Request {
    /// The largest body that is read, in bytes.
    static let maximumBodySize = 32 << 20

    /// The whole body. What is too large is refused before it is kept.
    /// - Throws: `HTTPError` 413, or ``UnreadableBody``.
    func bytes() async throws -> Data {
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > Self.maximumBodySize { throw Self.tooLarge }
        do {
            return try await Data(body.collect(upTo: Self.maximumBodySize).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Self.tooLarge
        } catch {
            throw UnreadableBody(cause: error)
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
