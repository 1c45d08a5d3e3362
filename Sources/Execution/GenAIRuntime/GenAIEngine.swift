import FoundryCore
public import Inference

import Dispatch
public import Foundation
import Synchronization

/// The engine on ONNX Runtime GenAI: one loaded model and one thread that does all its native calls.
///
/// Requests take turns on that thread, a token or a chunk of prompt each, so one long answer does not keep others waiting;
/// a request whose reader is slow is passed over.
public final class GenAIEngine: InferenceEngine {
    /// Requests that are written at the same time; more wait in line. Each holds a key-value cache of its own size.
    public static let maximumActive = 8

    /// Requests that wait in line; more are refused.
    public static let maximumQueued = 64

    /// A request and the way back to its reader.
    struct Submission: Sendable {
        let request: GenerationRequest
        let channel: GenerationChannel
        let terminator: GenAIGenerator.Terminator
        let submittedAt = ContinuousClock.now
    }

    /// What was loaded.
    public let facts: EngineFacts
    private let inbox: GenAIInbox
    private let library: GenAILibrary

    private init(facts: EngineFacts, inbox: GenAIInbox, library: GenAILibrary) {
        self.facts = facts
        self.inbox = inbox
        self.library = library
    }

    deinit { inbox.stop {} }

    /// Loads a model folder on a thread of its own.
    /// - Parameters:
    ///   - url: The folder with genai_config.json.
    ///   - library: The opened libraries.
    ///   - threads: Threads for one operation; nil leaves it to the library.
    ///   - runtime: The libraries' names and versions, for display.
    /// - Throws: `FoundryError` `corrupt` naming the file that is wrong, `notFound` where there is no such folder.
    public static func load(_ url: URL, library: GenAILibrary, threads: Int? = nil, runtime: String) async throws -> GenAIEngine {
        try await withCheckedThrowingContinuation { continuation in
            startThread(url, library: library, threads: threads, runtime: runtime) { continuation.resume(with: $0) }
        }
    }

    /// Loads a model folder and blocks the calling thread meanwhile, which must not be one of the cooperative pool.
    ///
    /// Parameters and errors as those of ``load(_:library:threads:runtime:)``.
    public static func loadBlocking(_ url: URL, library: GenAILibrary, threads: Int? = nil, runtime: String) throws -> GenAIEngine {
        let slot = LoadedSlot()
        startThread(url, library: library, threads: threads, runtime: runtime) { result in
            slot.result.withLock { $0 = result }
            slot.isFilled.signal()
        }
        slot.isFilled.wait()
        guard let result = slot.result.withLock({ $0 }) else { throw FoundryError(.internalError, "The load ended without a result.") }
        return try result.get()
    }

    /// Where a loading thread leaves its result for the one that waits.
    private final class LoadedSlot: Sendable {
        let result = Mutex<Result<GenAIEngine, any Error>?>(nil)
        let isFilled = DispatchSemaphore(value: 0)
    }

    private static func startThread(
        _ url: URL, library: GenAILibrary, threads: Int?, runtime: String,
        completion: @escaping @Sendable (Result<GenAIEngine, any Error>) -> Void
    ) {
        let inbox = GenAIInbox()
        let thread = Thread {
            let start = ContinuousClock.now
            do {
                let model = try GenAIModel(library: library, url: url, threads: threads)
                let facts = EngineFacts(
                    modelType: model.modelType, contextLength: model.contextLength, vocabularySize: model.vocabularySize, runtime: runtime,
                    loadSeconds: (ContinuousClock.now - start) / .seconds(1), processID: ProcessInfo.processInfo.processIdentifier)
                completion(.success(GenAIEngine(facts: facts, inbox: inbox, library: library)))
                GenAILoop(model: model, inbox: inbox).run()
            } catch {
                completion(.failure(error))
            }
            inbox.close()
        }
        thread.name = "engine"
        thread.stackSize = 16 << 20
        thread.start()
    }

    /// Starts to write an answer; see `InferenceEngine`.
    public func generate(_ request: GenerationRequest) -> GenerationStream {
        let terminator = GenAIGenerator.Terminator(library: library)
        // The channel keeps the engine: it lives as long as an answer of its own is read.
        let channel = GenerationChannel(
            onConsume: { [self] _ in inbox.wake() },
            onCancel: { [self] in
                terminator.terminate()
                inbox.wake()
            })
        let stream = channel.stream
        inbox.submit(Submission(request: request, channel: channel, terminator: terminator))
        return stream
    }

    /// The number of tokens a conversation's prompt has; see `InferenceEngine`.
    public func countTokens(_ messages: [ChatMessage]) async throws -> Int {
        try await withCheckedThrowingContinuation { continuation in
            inbox.submit(GenAIInbox.Count(messages: messages) { continuation.resume(with: $0) })
        }
    }

    /// What the engine has done so far.
    public func counters() async -> EngineCounters { inbox.counters }

    /// Set once the model is unloaded.
    public var failure: (any Error)? { inbox.isClosed ? FoundryError(.invalidState, "The model was unloaded.") : nil }

    /// Ends what runs and lets go of the model; returns when the thread has ended.
    public func shutdown() async {
        await withCheckedContinuation { continuation in inbox.stop { continuation.resume() } }
    }
}
