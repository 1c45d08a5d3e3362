import Dispatch
import FoundryCore
import Foundation
import Inference
import Synchronization
import Testing

@Suite("A generation channel", .timeLimit(.minutes(1)))
struct GenerationChannelTests {
    private static let completion = GenerationEvent.Completion(
        reason: .stop, usage: Usage(promptTokens: 1, completionTokens: 2), timings: Timings(queue: 0, prefill: 0, decode: 0))
    private struct Broken: Error {}

    /// Counts what a channel calls back.
    private final class Calls: Sendable {
        let consumed = Mutex(0)
        let cancelled = Mutex(0)

        func channel(capacity: Int = 64) -> GenerationChannel {
            GenerationChannel(
                capacity: capacity, onConsume: { count in self.consumed.withLock { $0 += count } },
                onCancel: { self.cancelled.withLock { $0 += 1 } })
        }
    }

    @Test("hands over events in order, then ends for good")
    func order() async throws {
        let calls = Calls()
        let channel = calls.channel()
        for index in 0..<10 { #expect(channel.trySend(.content("\(index)")) == .sent) }
        channel.finish(with: Self.completion)
        var iterator = channel.stream.makeAsyncIterator()
        for index in 0..<10 { #expect(try await iterator.next() == .content("\(index)")) }
        #expect(try await iterator.next() == .finished(Self.completion))
        #expect(try await iterator.next() == nil)
        #expect(try await iterator.next() == nil)
        #expect(calls.consumed.withLock { $0 } == 11)
    }

    @Test("refuses what does not fit, and takes it once something was read", arguments: [1, 2, 64])
    func capacity(_ capacity: Int) async throws {
        let calls = Calls()
        let channel = calls.channel(capacity: capacity)
        let stream = channel.stream
        for _ in 0..<capacity { #expect(channel.trySend(.content("a")) == .sent) }
        #expect(channel.trySend(.content("b")) == .full)
        #expect(channel.trySend(.content("b")) == .full)
        var iterator = stream.makeAsyncIterator()
        #expect(try await iterator.next() == .content("a"))
        #expect(calls.consumed.withLock { $0 } == 1)
        #expect(channel.trySend(.content("b")) == .sent)
        #expect(channel.trySend(.content("c")) == .full)
        channel.finish(throwing: nil)
        var rest: [GenerationEvent] = []
        while let event = try await iterator.next() { rest.append(event) }
        #expect(rest == Array(repeating: .content("a"), count: capacity - 1) + [.content("b")])
    }

    @Test("takes the last event though it is full")
    func fullAtTheEnd() async throws {
        let channel = GenerationChannel(capacity: 1)
        #expect(channel.trySend(.content("a")) == .sent)
        channel.finish(with: Self.completion)
        var events: [GenerationEvent] = []
        for try await event in channel.stream { events.append(event) }
        #expect(events == [.content("a"), .finished(Self.completion)])
    }

    @Test("tells of an event that a waiting reader takes at once", arguments: 0..<20)
    func waitingReader(_ round: Int) async throws {
        let calls = Calls()
        let channel = calls.channel(capacity: 1)
        let stream = channel.stream
        async let event = { () async throws -> GenerationEvent? in
            var iterator = stream.makeAsyncIterator()
            return try await iterator.next()
        }()
        for _ in 0..<round { await Task.yield() }
        #expect(channel.trySend(.content("a")) == .sent)
        #expect(try await event == .content("a"))
        #expect(calls.consumed.withLock { $0 } == 1)
    }

    @Test("hands over what was sent before it fails")
    func failure() async throws {
        let channel = GenerationChannel()
        _ = channel.trySend(.content("a"))
        channel.finish(throwing: Broken())
        var iterator = channel.stream.makeAsyncIterator()
        #expect(try await iterator.next() == .content("a"))
        await #expect(throws: Broken.self) { try await iterator.next() }
    }

    @Test("wakes a waiting reader with the end or the failure", arguments: [false, true])
    func wakes(_ fails: Bool) async throws {
        let channel = GenerationChannel()
        let stream = channel.stream
        let reader = Task { for try await _ in stream {} }
        for _ in 0..<20 { await Task.yield() }
        channel.finish(throwing: fails ? Broken() : nil)
        let result = await reader.result
        if fails { #expect(throws: Broken.self) { try result.get() } } else { #expect(throws: Never.self) { try result.get() } }
    }

    @Test("keeps its first end, and takes nothing after it")
    func closed() async throws {
        let channel = GenerationChannel()
        channel.finish(with: Self.completion)
        #expect(channel.trySend(.content("late")) == .closed)
        channel.finish(throwing: Broken())
        channel.finish(with: Self.completion)
        var events: [GenerationEvent] = []
        for try await event in channel.stream { events.append(event) }
        #expect(events == [.finished(Self.completion)])
    }

    @Test("lets one task read at a time")
    func twoReaders() async throws {
        let channel = GenerationChannel()
        let stream = channel.stream
        try await withThrowingTaskGroup(of: Result<GenerationEvent?, any Error>.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    var iterator = stream.makeAsyncIterator()
                    do { return .success(try await iterator.next()) } catch { return .failure(error) }
                }
            }
            let first = try #require(await group.next())
            #expect(throws: FoundryError.self) { try first.get() }
            #expect(channel.trySend(.content("a")) == .sent)
            let second = try #require(await group.next())
            #expect(try second.get() == .content("a"))
        }
    }

    @Test("goes from hand to hand whole, with a fast producer and a small buffer", arguments: [1, 7, 64])
    func hammer(_ capacity: Int) async throws {
        let count = 100_000
        let room = DispatchSemaphore(value: 0)
        let channel = GenerationChannel(capacity: capacity, onConsume: { _ in room.signal() })
        let stream = channel.stream
        let producer = Thread {
            var index = 0
            while index < count {
                switch channel.trySend(.content("\(index)")) {
                case .sent: index += 1
                case .full: room.wait()
                case .closed: return
                }
            }
            channel.finish(with: Self.completion)
        }
        producer.start()
        let received = await Task.detached {
            var index = 0
            var isFinished = false
            do {
                for try await event in stream {
                    if event == .finished(Self.completion) {
                        isFinished = true
                    } else if event == .content("\(index)") {
                        index += 1
                    } else {
                        return -1
                    }
                }
            } catch { return -1 }
            return isFinished ? index : -1
        }.value
        #expect(received == count)
    }
}
