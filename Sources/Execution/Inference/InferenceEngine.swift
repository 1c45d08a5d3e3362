/// A loaded model that writes: in this process, in another one, or a fake for tests.
public protocol InferenceEngine: Sendable {
    /// What was loaded.
    var facts: EngineFacts { get }

    /// Starts to write an answer.
    ///
    /// The engine stops within a token when the stream's consumer goes away: its task is cancelled or the stream is dropped.
    /// - Parameter request: A request that passed ``GenerationRequest/validate()``.
    /// - Returns: Content in order, then one `finished`. It throws `FoundryError` `contextLengthExceeded`, `invalidArgument`
    ///   (the chat template refuses the messages), `engineFailure`, or `invalidState` where the model was unloaded meanwhile.
    func generate(_ request: GenerationRequest) -> GenerationStream

    /// The number of tokens a conversation's prompt has.
    /// - Throws: `FoundryError` as ``generate(_:)`` does.
    func countTokens(_ messages: [ChatMessage]) async throws -> Int

    /// What the engine has done so far.
    /// - Throws: `FoundryError` `engineFailure` where the engine is gone.
    func counters() async throws -> EngineCounters

    /// Why the engine cannot be used any more; nil while it can.
    var failure: (any Error)? { get }

    /// Ends what runs and lets go of the model's memory. It returns when that is done.
    func shutdown() async
}

/// What an engine loaded.
public struct EngineFacts: Sendable, Hashable, Codable {
    /// The architecture, `model.type` of genai_config.json.
    public var modelType: String
    /// Tokens of prompt and answer together.
    public var contextLength: Int
    /// Number of token ids.
    public var vocabularySize: Int
    /// The engine's name and its libraries' versions.
    public var runtime: String
    /// Seconds the load took.
    public var loadSeconds: Double
    /// The process that holds the model.
    public var processID: Int32

    /// Makes facts.
    public init(modelType: String, contextLength: Int, vocabularySize: Int, runtime: String, loadSeconds: Double, processID: Int32) {
        self.modelType = modelType
        self.contextLength = contextLength
        self.vocabularySize = vocabularySize
        self.runtime = runtime
        self.loadSeconds = loadSeconds
        self.processID = processID
    }
}

/// What an engine has done since it was loaded.
public struct EngineCounters: Sendable, Hashable, Codable {
    /// Requests being worked on now.
    public var active: Int
    /// Requests waiting for their turn.
    public var queued: Int
    /// Requests that ended by themselves, with an answer or an error.
    public var completed: Int
    /// Requests whose consumer went away.
    public var cancelled: Int
    /// Prompt tokens read.
    public var promptTokens: Int
    /// Tokens written.
    public var completionTokens: Int

    /// Makes counters, all zero unless given.
    public init(
        active: Int = 0, queued: Int = 0, completed: Int = 0, cancelled: Int = 0, promptTokens: Int = 0, completionTokens: Int = 0
    ) {
        self.active = active
        self.queued = queued
        self.completed = completed
        self.cancelled = cancelled
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
    }
}
