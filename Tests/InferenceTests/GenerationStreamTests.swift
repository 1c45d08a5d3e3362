import FoundryCore
import Inference
import Synchronization
import Testing

@Suite("A generation stream that is given up", .timeLimit(.minutes(1)))
struct GenerationStreamTests {
    private static let completion = GenerationEvent.Completion(
        reason: .length, usage: Usage(promptTokens: 1, completionTokens: 2), timings: Timings(queue: 0, prefill: 0, decode: 0))

    /// Counts how often a channel was cancelled.
    private final class Watch: Sendable {
        let count = Mutex(0)

        func channel() -> GenerationChannel { GenerationChannel(onCancel: { self.count.withLock { $0 += 1 } }) }
    }

    @Test("by cancelling its task ends the reading and tells the producer, once", arguments: 0..<20)
    func task(_ round: Int) async throws {
        let watch = Watch()
        let channel = watch.channel()
        let stream = channel.stream
        let reader = Task { for try await _ in stream {} }
        for _ in 0..<round { await Task.yield() }
        reader.cancel()
        await #expect(throws: CancellationError.self) { try await reader.value }
        #expect(channel.isCancelled)
        #expect(watch.count.withLock { $0 } == 1)
        #expect(channel.trySend(.content("late")) == .closed)
        channel.finish(with: Self.completion)
        #expect(watch.count.withLock { $0 } == 1)
    }

    @Test("loses what was not read")
    func discards() async throws {
        let channel = Watch().channel()
        let stream = channel.stream
        _ = channel.trySend(.content("a"))
        let reader = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            var iterator = stream.makeAsyncIterator()
            return try await iterator.next()
        }
        await #expect(throws: CancellationError.self) { try await reader.value }
        #expect(channel.trySend(.content("b")) == .closed)
    }

    @Test("by being dropped tells the producer, once")
    func dropped() {
        let watch = Watch()
        let channel = watch.channel()
        do { _ = channel.stream }
        #expect(channel.isCancelled)
        #expect(watch.count.withLock { $0 } == 1)
    }

    @Test("is not given up while an iterator of it lives")
    func iterator() async throws {
        let watch = Watch()
        let channel = watch.channel()
        do {
            var iterator = channel.stream.makeAsyncIterator()
            _ = channel.trySend(.content("a"))
            #expect(try await iterator.next() == .content("a"))
            #expect(!channel.isCancelled)
            _ = channel.trySend(.content("b"))
            #expect(try await iterator.next() == .content("b"))
        }
        #expect(channel.isCancelled)
        #expect(watch.count.withLock { $0 } == 1)
    }

    @Test("by leaving its loop tells the producer")
    func leavesLoop() async throws {
        let watch = Watch()
        let channel = watch.channel()
        _ = channel.trySend(.content("a"))
        _ = channel.trySend(.content("b"))
        for try await _ in channel.stream { break }
        #expect(watch.count.withLock { $0 } == 1)
    }

    @Test("after its end is not cancelled", arguments: [false, true])
    func ended(_ fails: Bool) async throws {
        let watch = Watch()
        let channel = watch.channel()
        if fails { channel.finish(throwing: FoundryError(.engineFailure, "x")) } else { channel.finish(with: Self.completion) }
        do { for try await _ in channel.stream {} } catch { #expect(fails) }
        #expect(!channel.isCancelled)
        #expect(watch.count.withLock { $0 } == 0)
    }

    @Test("fails at once where it was made to")
    func failing() async throws {
        let stream = GenerationStream(failing: FoundryError(.overloaded, "too much"))
        let error = await #expect(throws: FoundryError.self) { for try await _ in stream {} }
        #expect(error?.code == .overloaded)
    }

    @Test("at any moment leaves neither side waiting")
    func race() async throws {
        for round in 0..<500 {
            let watch = Watch()
            let channel = watch.channel()
            let stream = channel.stream
            let reader = Task.detached { for try await _ in stream {} }
            let producer = Task.detached { () -> Int in
                for index in 0..<1_000_000 {
                    switch channel.trySend(.content("x")) {
                    case .sent: break
                    case .full: await Task.yield()
                    case .closed: return index
                    }
                }
                return -1
            }
            for _ in 0..<(round % 20) { await Task.yield() }
            reader.cancel()
            await #expect(throws: CancellationError.self) { try await reader.value }
            #expect(await producer.value >= 0)
            #expect(watch.count.withLock { $0 } == 1)
        }
    }
}
