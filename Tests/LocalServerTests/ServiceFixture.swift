import APIContracts
import Foundation
import FoundryCore
import FoundryTestSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Inference
import LocalServer
import Logging
import ModelCache
import ModelManager
import NIOCore
import Testing

/// A service with two models in its cache, `tiny` and `other`, both of which a fake engine writes for.
final class ServiceFixture: Sendable {
    static let tiny = "tiny-generic-cpu:1"
    static let other = "other:2"

    let engine: FakeEngine
    let information: ServiceInformation
    let models: ModelManager
    let server: LocalServer
    let shutdown = Signal()
    private let folder: TemporaryDirectory

    init(_ script: FakeEngine.Script = .answer(["Hel", "lo"]), loadError: FoundryError? = nil) throws {
        folder = try TemporaryDirectory()
        let directories = FoundryDirectories(home: folder.url)
        for name in ["Microsoft/tiny-generic-cpu-1", "other-2"] {
            let file = directories.models.appending(path: "\(name)/genai_config.json")
            try AtomicFile.write(
                Data(#"{"model":{"type":"llama","context_length":64,"decoder":{"filename":"model.onnx"}}}"#.utf8), to: file)
        }
        let engine = FakeEngine(script)
        self.engine = engine
        models = ModelManager(cache: ModelCache(directories: directories), idleTimeout: nil) { _ in
            if let loadError { throw loadError }
            return engine
        }
        information = ServiceInformation(
            modelsDirectory: directories.models, socketPath: "/tmp/x.sock", processID: 99, version: "1.2.3",
            onShutdownRequest: { [shutdown] in shutdown.fire() })
        server = LocalServer(models: models, information: information, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// A path for a Unix socket; such paths are short.
    var socketPath: String { folder.url.appending(path: "s").path }

    /// Answers one request without a socket.
    func send(
        _ method: HTTPRequest.Method, _ path: String, body: String? = nil, headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        try await send(method, path, bytes: body.map { ByteBuffer(string: $0) }, headers: headers)
    }

    func send(_ method: HTTPRequest.Method, _ path: String, bytes: ByteBuffer?, headers: HTTPFields = [:]) async throws -> TestResponse {
        try await server.application(address: .hostname("127.0.0.1", port: 0)).test(.router) { client in
            try await client.execute(uri: path, method: method, headers: headers, body: bytes)
        }
    }

    func chat(_ body: String) async throws -> TestResponse { try await send(.post, "/v1/chat/completions", body: body) }

    /// Runs the service at an address while a test talks to it.
    func serve<Value: Sendable>(
        at address: BindAddress = .hostname("127.0.0.1", port: 0), _ body: (SocketAddress) async throws -> Value
    ) async throws -> Value {
        let (addresses, continuation) = AsyncStream.makeStream(of: SocketAddress.self)
        let application = server.application(address: address) { channel in
            if let address = channel.localAddress { continuation.yield(address) }
        }
        let running = Task {
            defer { continuation.finish() }
            try await application.run()
        }
        defer { running.cancel() }
        let bound = try #require(await addresses.first { _ in true })
        return try await body(bound)
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }

    func decoded<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try WireJSON.decode(type, from: Data(body.readableBytesView))
    }

    /// The error object; every answer that is no success has one.
    func error() throws -> ErrorObject { try decoded(ErrorResponse.self).error }

    /// The events' texts.
    func events() throws -> [String] {
        var parser = ServerSentEventParser()
        return try parser.push(body.readableBytesView).map(\.data)
    }
}
