import AsyncHTTPClient
import Foundation
import FoundryCore
import NIOCore
import NIOHTTP1

/// The one place that knows the HTTP client: sends a request, hands back its status and the pieces of its body.
final class HTTPTransport: Sendable {
    /// A request.
    struct Call: Sendable {
        var path: String
        var query: [(String, String)] = []
        /// What is posted; without it the request is a GET.
        var body: Data?
        /// How long the whole exchange may take; nil for as long as it takes.
        var timeout: TimeAmount? = .seconds(30)
    }

    /// The most bytes of an answer that is not a stream.
    static let bodyLimit = 64 << 20

    private let address: ServiceAddress
    private let client: HTTPClient

    init(address: ServiceAddress) {
        self.address = address
        var configuration = HTTPClient.Configuration()
        configuration.timeout = .init(connect: .seconds(5))
        configuration.httpVersion = .http1Only
        // A service on this machine sends nobody elsewhere.
        configuration.redirectConfiguration = .disallow
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    // The client insists on being shut down; its queue keeps it alive until that is done.
    deinit { client.shutdown(queue: .global()) { _ in } }

    /// Sends a request.
    /// - Returns: The answer, whose body is read as it is asked for.
    /// - Throws: `FoundryError` `unreachable` where nobody listens; the service's own error where the status is not 200 to 299.
    func send(_ call: Call) async throws -> HTTPClientResponse.Body {
        var request = HTTPClientRequest(url: try address.location(call.path, query: call.query))
        request.headers.add(name: "user-agent", value: "foundry-local-swift/\(FoundryVersion.current)")
        if case .socket = address { request.headers.add(name: "host", value: "localhost") }
        if let body = call.body {
            request.method = .POST
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let response: HTTPClientResponse
        do {
            response = try await client.execute(request, deadline: call.timeout.map { .now() + $0 } ?? .distantFuture)
        } catch {
            throw TransportFailure(address: address, error: error, began: false).foundryError
        }
        guard (200..<300).contains(response.status.code) else {
            let body = try? await collect(response.body, limit: 1 << 20)
            throw ServiceFailure(status: Int(response.status.code), body: body ?? Data()).error
        }
        return response.body
    }

    /// Sends a request and waits for its whole answer.
    func data(_ call: Call) async throws -> Data { try await collect(try await send(call), limit: Self.bodyLimit) }

    /// What became of a body that broke off.
    func failure(_ error: any Error) -> FoundryError { TransportFailure(address: address, error: error, began: true).foundryError }

    private func collect(_ body: HTTPClientResponse.Body, limit: Int) async throws -> Data {
        do {
            return Data(try await body.collect(upTo: limit).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw FoundryError(.corrupt, "The service at \(address) sent an answer of more than \(limit) bytes.")
        } catch {
            throw failure(error)
        }
    }
}
