import FoundryCore
import Inference
import Synchronization
import Testing

@testable import EngineProcess

/// One of the two sides ends, or misbehaves.
@Suite(.timeLimit(.minutes(1))) struct EndingTests {
    @Test func whenThePeerGoesAllRequestsFailAndLaterOnesAtOnce() async throws {
        let (peer, connection) = try RawPeer.facingConnection()
        try peer.greet()
        let stream = connection.generate(.saying("silent"))
        let count = Task { try await connection.countTokens([]) }
        var iterator = peer.frames.makeAsyncIterator()
        var seen: Set<Frame.Kind> = []
        while seen != [.hello, .generate, .countTokens] { seen.insert(try #require(await iterator.next()).kind) }
        peer.socket.close()

        let error = await #expect(throws: FoundryError.self) { try await stream.collect() }
        #expect(error?.code == .engineFailure)
        #expect(error?.message.contains("The peer is gone") == true)
        await #expect(throws: FoundryError.self) { try await count.value }
        #expect(connection.failure != nil)
        await #expect(throws: FoundryError.self) { try await connection.generate(.saying("count 1")).collect() }
        await #expect(throws: FoundryError.self) { try await connection.countTokens([]) }
        await #expect(throws: FoundryError.self) { try await connection.counters() }
    }

    @Test func anotherProtocolVersionIsNamed() async throws {
        let (peer, connection) = try RawPeer.facingConnection()
        try peer.greet(version: 2)
        let error = await #expect(throws: FoundryError.self) { try await connection.load(.example) }
        #expect(error?.message.contains("version is 2 on the other side and 1 here") == true)
    }

    @Test(arguments: [
        ([Frame(.ready)], "before its greeting"),
        ([Frame(.hello, payload: Array("{}".utf8))], "kind hello whose payload"),
        ([.greeting, Frame(.generate, request: 1)], "not its turn"),
        ([.greeting, Frame(.content, request: 1, payload: [0xFF])], "not UTF-8"),
        ([.greeting, Frame(.finished, request: 1, payload: Array("[]".utf8))], "kind finished whose payload"),
        ([.greeting, Frame(.error, request: 1)], "kind error whose payload"),
        ([.greeting, Frame(.count, request: 1, payload: Array("{\"tokens\":1}".utf8))], "not its turn"),
        ([.greeting] + Array(repeating: Frame(.content, request: 1), count: 65), "more text than the 64"),
    ])
    func whatAnEngineMustNotSendEndsTheConnection(frames: [Frame], words: String) async throws {
        let (peer, connection) = try RawPeer.facingConnection()
        let stream = connection.generate(.saying("count 1"))
        for frame in frames { try peer.socket.send(frame) }
        // The peer reads the end of the socket when the connection has judged.
        for await _ in peer.frames {}
        await #expect(throws: FoundryError.self) { try await stream.collect() }
        while connection.failure == nil { await Task.yield() }
        #expect(connection.failure?.message.contains(words) == true, "\(connection.failure?.message ?? "")")
    }

    @Test func framesOfForgottenRequestsAreIgnored() async throws {
        let (peer, connection) = try RawPeer.facingConnection()
        try peer.greet()
        for kind in [Frame.Kind.content, .count, .countersReply] { try peer.socket.send(Frame(kind, request: 99)) }
        try peer.socket.send(.json(.finished, request: 99, FakeEngine.completion))
        try peer.socket.send(.json(.ready, request: 0, FakeEngine().facts))
        var iterator = peer.frames.makeAsyncIterator()
        _ = await iterator.next()
        async let facts = connection.load(.example)
        // The ready above may have come before the load was waited for.
        while try #require(await iterator.next()).kind != .load {}
        try peer.socket.send(.json(.ready, request: 0, FakeEngine().facts))
        #expect(try await facts.modelType == "fake")
    }

    @Test func theHostSendsNoMoreThanItsCredit() async throws {
        let sockets = try DescriptorPair.sockets()
        let engine = FakeEngine()
        let exits = Loopback.host(sockets.second) { _ in engine }
        let peer = RawPeer(descriptor: sockets.first)
        var iterator = peer.frames.makeAsyncIterator()
        try peer.greet()
        try peer.socket.send(.json(.load, EngineLoadRequest.example))
        while try #require(await iterator.next()).kind != .ready {}
        try peer.socket.send(.json(.generate, request: 5, GenerationRequest.saying("endless")))
        for credit in [0, 10, 64, 1] {
            if credit > 0 { try peer.socket.send(.credit(credit, request: 5)) }
            for _ in 0..<(credit == 0 ? CreditWindow.size : credit) { #expect(await iterator.next()?.kind == .content) }
            for _ in 0..<200 { await Task.yield() }
            try peer.socket.send(Frame(.counters, request: 6))
            #expect(await iterator.next()?.kind == .countersReply)
        }
        peer.socket.close()
        #expect(await exits.first { _ in true }?.status == 0)
    }

    @Test(arguments: [
        ([Frame(.load)], "before its greeting"),
        ([.greeting, .greeting], "kind hello"),
        ([.greeting, Frame(.ready)], "kind ready"),
        ([.greeting, Frame(.load, payload: Array("{".utf8))], "kind load whose payload"),
        ([.greeting, Frame(.generate, request: 1, payload: [0])], "kind generate whose payload"),
    ])
    func whatAServiceMustNotSendEndsTheHost(frames: [Frame], words: String) async throws {
        let sockets = try DescriptorPair.sockets()
        let exits = Loopback.host(sockets.second) { _ in FakeEngine() }
        let peer = RawPeer(descriptor: sockets.first)
        for frame in frames { try peer.socket.send(frame) }
        let exit = await exits.first { _ in true }
        #expect(exit?.status == 1)
        #expect(exit?.message?.contains(words) == true, "\(exit?.message ?? "")")
    }

    @Test func aRequestBeforeTheLoadIsRefused() async throws {
        let loopback = try Loopback()
        let error = await #expect(throws: FoundryError.self) { try await loopback.connection.generate(.saying("count 1")).collect() }
        #expect(error?.code == .invalidState)
    }

    @Test func theHostEndsWithTheSocketEvenWhileALoadBlocks() async throws {
        let (started, begin) = AsyncStream<Void>.makeStream()
        let gate = Gate()
        let loopback = try Loopback { _ in
            begin.yield()
            gate.wait()
            throw FoundryError(.internalError, "too late")
        }
        let load = Task { try await loopback.connection.load(.example) }
        _ = await started.first { _ in true }
        loopback.connection.close(FoundryError(.cancelled, "enough"))
        #expect(await loopback.firstExit()?.status == 0)
        gate.open()
        await #expect(throws: FoundryError.self) { try await load.value }
    }

    @Test func aDroppedConnectionEndsTheHost() async throws {
        var connection: EngineConnection?
        let exits: AsyncStream<(status: Int32, message: String?)>
        do {
            let loopback = try await Loopback.loaded()
            (connection, exits) = (loopback.connection, loopback.exits)
        }
        connection = nil
        #expect(connection == nil)
        #expect(await exits.first { _ in true }?.status == 0)
    }

    @Test func aStreamKeepsItsConnection() async throws {
        let stream = try await Loopback.loaded().connection.generate(.saying("count 300"))
        #expect(try await stream.collect().text.count == 300)
    }

    @Test func shutdownEndsStreamsAndTheEngine() async throws {
        let loopback = try await Loopback.loaded()
        let stream = loopback.connection.generate(.saying("silent"))
        loopback.connection.shutdown(FoundryError(.engineFailure, "unloaded"))
        let error = await #expect(throws: FoundryError.self) { try await stream.collect() }
        #expect(error?.message == "unloaded")
        await loopback.engine.wasShutDown.wait()
        #expect(await loopback.firstExit()?.status == 0)
    }
}

extension Frame {
    static var greeting: Frame { Frame(.hello, payload: Array("{\"protocol\":1}".utf8)) }
}
