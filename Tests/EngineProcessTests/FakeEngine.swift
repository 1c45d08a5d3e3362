import FoundryCore
import Inference
import Synchronization

/// An engine that writes what the last message asks for: `count 5` five pieces, `endless` no end, `silent` nothing at all,
/// `fail` an error at once, `break` an error after two pieces.
final class FakeEngine: InferenceEngine {
    /// A place something happened, to wait for.
    final class Signal: Sendable {
        private let pair = AsyncStream<Void>.makeStream()
        func fire() { pair.continuation.yield() }
        func wait() async { for await _ in pair.stream { return } }
    }

    let facts = EngineFacts(
        modelType: "fake", contextLength: 128, vocabularySize: 32, runtime: "fake 1", loadSeconds: 0.25, processID: 4711)
    let cancelled = Signal()
    let wasShutDown = Signal()
    private let producedCount = Mutex(0)

    static let completion = GenerationEvent.Completion(
        reason: .length, usage: Usage(promptTokens: 7, completionTokens: 9, cachedTokens: 3),
        timings: Timings(queue: 0.5, prefill: 0.25, decode: 1.5))
    static func piece(_ index: Int) -> String { ["\(index),", "é\(index)", "👩‍👩‍👧\(index)", "漢\(index)\n"][index % 4] }

    /// Pieces handed to readers so far, of all requests.
    var produced: Int { producedCount.withLock { $0 } }
    var failure: (any Error)? { nil }

    func generate(_ request: GenerationRequest) -> GenerationStream {
        let words = (request.messages.last?.content ?? "").split(separator: " ")
        if words.first == "fail" {
            return GenerationStream(failing: FoundryError(.contextLengthExceeded, "The prompt is too long.", parameter: "messages"))
        }
        let room = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let channel = GenerationChannel(capacity: 4, onConsume: { _ in room.continuation.yield() }) { [cancelled] in
            room.continuation.finish()
            cancelled.fire()
        }
        let count = words.first == "endless" ? Int.max : words.first == "break" ? 2 : words.dropFirst().first.flatMap { Int($0) } ?? 0
        guard words.first != "silent" else {
            let stream = channel.stream
            Task {
                for await _ in room.stream {}; withExtendedLifetime(channel) {}
            }
            return stream
        }
        Task {
            for index in 0..<count {
                sending: while true {
                    switch channel.trySend(.content(Self.piece(index))) {
                    case .sent: break sending
                    case .closed: return
                    case .full: for await _ in room.stream { break }
                    }
                }
                producedCount.withLock { $0 += 1 }
            }
            if words.first == "break" {
                channel.finish(throwing: FoundryError(.engineFailure, "The sampler broke.", parameter: "seed"))
            } else {
                channel.finish(with: Self.completion)
            }
        }
        return channel.stream
    }

    func countTokens(_ messages: [ChatMessage]) async throws -> Int {
        guard messages.first?.content != "silent" else {
            try await Task.sleep(for: .seconds(3600))
            return 0
        }
        return messages.reduce(0) { $0 + $1.content.count }
    }

    func counters() async throws -> EngineCounters {
        EngineCounters(active: 1, queued: 2, completed: 3, cancelled: 4, promptTokens: 5, completionTokens: 6)
    }

    func shutdown() async { wasShutDown.fire() }
}

extension GenerationRequest {
    /// A request whose one message is this text.
    static func saying(_ text: String) -> GenerationRequest { GenerationRequest(messages: [ChatMessage(role: .user, content: text)]) }
}

extension GenerationStream {
    /// Reads to the end.
    func collect() async throws -> (text: [String], completion: GenerationEvent.Completion?) {
        var text: [String] = []
        var completion: GenerationEvent.Completion?
        for try await event in self {
            switch event {
            case .content(let piece): text.append(piece)
            case .finished(let value): completion = value
            }
        }
        return (text, completion)
    }
}
