import FoundryCore
import Inference

/// The service's side of the socket to an engine's process, whatever started that process.
///
/// One thread reads and delivers; senders write in their own threads (see ``FrameSocket``). The connection lives as long as
/// somebody holds it or reads one of its streams; when it goes, the socket is closed and the process ends itself.
final class EngineConnection: Sendable {
    private let socket: FrameSocket
    private let table = RequestTable()

    /// Takes over a connected socket and greets the other side.
    /// - Parameters:
    ///   - descriptor: The socket.
    ///   - describeEnd: Called on the reading thread, which it may block, when the socket ended by itself: the error of all
    ///     requests in progress and to come.
    init(descriptor: Int32, describeEnd: @escaping @Sendable (FrameSocket.End) -> FoundryError) throws {
        socket = FrameSocket(descriptor: descriptor)
        try socket.send(.json(.hello, Greeting(protocol: Greeting.currentProtocol)))
        DedicatedThread.start(named: "engine-reader") { [socket, table] in
            let end = socket.readFrames { try table.deliver($0) }
            socket.close()
            if table.failure == nil { table.end(with: describeEnd(end)) }
        }
    }

    deinit { socket.close() }

    /// Why nothing can be asked any more; nil while it can.
    var failure: FoundryError? { table.failure }

    /// Has the other side load a model.
    /// - Throws: The load's own error, or the connection's.
    func load(_ request: EngineLoadRequest) async throws -> EngineFacts {
        let frame = try Frame.json(.load, request: RequestTable.loadRequest, request)
        return try await reply(to: frame, kind: .ready, as: EngineFacts.self)
    }

    /// See `InferenceEngine`.
    func generate(_ request: GenerationRequest) -> GenerationStream {
        let number = table.makeRequest()
        let credit = CreditReturn()
        let channel = GenerationChannel(
            capacity: CreditWindow.size,
            onConsume: { count in
                let returned = credit.consumed(count)
                if returned > 0 { try? self.socket.send(.credit(returned, request: number)) }
            },
            onCancel: {
                if self.table.forget(number) { try? self.socket.send(Frame(.cancel, request: number)) }
            })
        do {
            let frame = try Frame.json(.generate, request: number, request)
            try table.add(channel, request: number)
            try socket.send(frame)
        } catch {
            table.forget(number)
            channel.finish(throwing: error)
        }
        return channel.stream
    }

    /// See `InferenceEngine`.
    func countTokens(_ messages: [ChatMessage]) async throws -> Int {
        let frame = try Frame.json(.countTokens, request: table.makeRequest(), messages)
        return try await reply(to: frame, kind: .count, as: TokenCount.self).tokens
    }

    /// See `InferenceEngine`.
    func counters() async throws -> EngineCounters {
        try await reply(to: Frame(.counters, request: table.makeRequest()), kind: .countersReply, as: EngineCounters.self)
    }

    /// Ends all requests, in progress and to come, and asks the other side to end itself.
    func shutdown(_ error: FoundryError) {
        table.end(with: error)
        try? socket.send(Frame(.shutdown))
    }

    /// Ends all requests, in progress and to come, and closes the socket.
    func close(_ error: FoundryError) {
        table.end(with: error)
        socket.close()
    }

    private func reply<Value: Decodable>(to frame: Frame, kind: Frame.Kind, as type: Value.Type) async throws -> Value {
        let reply = try await table.reply(to: frame.request) { try socket.send(frame) }
        guard reply.kind == kind else {
            throw FoundryError(.engineFailure, "The engine's process answered \(frame.kind) with a frame of kind \(reply.kind).")
        }
        return try reply.decoded(as: type)
    }
}
