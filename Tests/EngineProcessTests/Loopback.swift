import FoundryCore
import Inference

@testable import EngineProcess

/// Both sides of the protocol in this process: a connection, and a host that serves a fake engine.
struct Loopback {
    let engine = FakeEngine()
    let connection: EngineConnection
    /// The statuses and messages the host would have ended its process with.
    let exits: AsyncStream<(status: Int32, message: String?)>

    init(makeEngine: (@Sendable (EngineLoadRequest) throws -> any InferenceEngine)? = nil) throws {
        let sockets = try DescriptorPair.sockets()
        exits = Self.host(sockets.second) { [engine] in try makeEngine?($0) ?? engine }
        connection = try EngineConnection(descriptor: sockets.first) { end in FoundryError(.engineFailure, "The peer is gone: \(end)") }
    }

    /// A connection with its engine loaded.
    static func loaded() async throws -> Loopback {
        let loopback = try Loopback()
        _ = try await loopback.connection.load(.example)
        return loopback
    }

    static func host(
        _ descriptor: Int32, makeEngine: @escaping @Sendable (EngineLoadRequest) throws -> any InferenceEngine
    ) -> AsyncStream<(status: Int32, message: String?)> {
        let (exits, ended) = AsyncStream<(status: Int32, message: String?)>.makeStream()
        let session = EngineHostSession(socket: FrameSocket(descriptor: descriptor), makeEngine: makeEngine) { ended.yield(($0, $1)) }
        DedicatedThread.start(named: "test-host") { session.run() }
        return exits
    }

    /// How the host would have ended its process.
    func firstExit() async -> (status: Int32, message: String?)? { await exits.first { _ in true } }
}

/// One side of the protocol, frame by frame, to misbehave with.
struct RawPeer {
    let socket: FrameSocket
    /// What the other side sends; it ends with the socket.
    let frames: AsyncStream<Frame>

    init(descriptor: Int32) {
        let socket = FrameSocket(descriptor: descriptor)
        let (frames, arrived) = AsyncStream<Frame>.makeStream()
        self.socket = socket
        self.frames = frames
        DedicatedThread.start(named: "test-peer") {
            _ = socket.readFrames { arrived.yield($0) }
            arrived.finish()
        }
    }

    /// A connection whose other side is raw.
    static func facingConnection() throws -> (RawPeer, EngineConnection) {
        let sockets = try DescriptorPair.sockets()
        let connection = try EngineConnection(descriptor: sockets.first) { end in FoundryError(.engineFailure, "The peer is gone: \(end)") }
        return (RawPeer(descriptor: sockets.second), connection)
    }

    func greet(version: Int = Greeting.currentProtocol) throws { try socket.send(.json(.hello, Greeting(protocol: version))) }
}

extension EngineLoadRequest {
    static let example = EngineLoadRequest(
        modelDirectory: "/models/phi", runtimeDirectory: "/runtimes/r1", threads: 3, options: ["batch": .integer(2)])
}
