public import Foundation

/// A loaded model with what it has done so far; `GET /foundry/loaded` answers an array of them.
public struct LoadedModelDescription: Codable, Sendable, Equatable {
    /// The model's id, `name:version`.
    public var id: String
    /// The alias the model answers to.
    public var alias: String
    /// The process that holds the model.
    public var processId: Int32
    /// The architecture, `model.type` of genai_config.json.
    public var modelType: String
    /// Tokens of prompt and answer together.
    public var contextLength: Int
    /// Sessions that use the model now.
    public var activeSessions: Int
    /// When the model is unloaded if nobody uses it, an ISO 8601 time in the JSON; nil for never.
    public var expiresAt: Date?
    /// What the engine has done; nil where it does not answer.
    public var counters: Counters?
    /// The engine's name and its libraries' versions.
    public var runtime: String
    /// Seconds the load took.
    public var loadSeconds: Double

    /// What an engine has done since it was loaded.
    public struct Counters: Codable, Sendable, Equatable {
        /// Requests being worked on now.
        public var active: Int
        /// Requests waiting for their turn.
        public var queued: Int
        /// Requests that ended by themselves.
        public var completed: Int
        /// Requests whose client went away.
        public var cancelled: Int
        /// Prompt tokens read.
        public var promptTokens: Int
        /// Tokens written.
        public var completionTokens: Int

        /// Makes counters.
        public init(active: Int, queued: Int, completed: Int, cancelled: Int, promptTokens: Int, completionTokens: Int) {
            self.active = active
            self.queued = queued
            self.completed = completed
            self.cancelled = cancelled
            self.promptTokens = promptTokens
            self.completionTokens = completionTokens
        }
    }

    private enum CodingKeys: String, CodingKey {
        case id, alias, processId, modelType, contextLength, activeSessions, expiresAt, counters, runtime, loadSeconds
    }

    /// Describes a loaded model.
    public init(
        id: String, alias: String, processId: Int32, modelType: String, contextLength: Int, activeSessions: Int, expiresAt: Date?,
        counters: Counters?, runtime: String, loadSeconds: Double
    ) {
        self.id = id
        self.alias = alias
        self.processId = processId
        self.modelType = modelType
        self.contextLength = contextLength
        self.activeSessions = activeSessions
        self.expiresAt = expiresAt
        self.counters = counters
        self.runtime = runtime
        self.loadSeconds = loadSeconds
    }

    /// Reads a description.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(String.self, forKey: .id)
        alias = try values.decode(String.self, forKey: .alias)
        processId = try values.decode(Int32.self, forKey: .processId)
        modelType = try values.decode(String.self, forKey: .modelType)
        contextLength = try values.decode(Int.self, forKey: .contextLength)
        activeSessions = try values.decode(Int.self, forKey: .activeSessions)
        counters = try values.decodeIfPresent(Counters.self, forKey: .counters)
        runtime = try values.decode(String.self, forKey: .runtime)
        loadSeconds = try values.decode(Double.self, forKey: .loadSeconds)
        expiresAt = try values.decodeIfPresent(String.self, forKey: .expiresAt).map { text in
            do {
                return try Date(text, strategy: Self.timeStyle)
            } catch {
                throw DecodingError.dataCorruptedError(forKey: .expiresAt, in: values, debugDescription: "no ISO 8601 time")
            }
        }
    }

    /// Writes a description. The time is a text whatever the encoder's settings, so that every reader agrees.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(id, forKey: .id)
        try values.encode(alias, forKey: .alias)
        try values.encode(processId, forKey: .processId)
        try values.encode(modelType, forKey: .modelType)
        try values.encode(contextLength, forKey: .contextLength)
        try values.encode(activeSessions, forKey: .activeSessions)
        try values.encodeIfPresent(expiresAt.map { $0.formatted(Self.timeStyle) }, forKey: .expiresAt)
        try values.encodeIfPresent(counters, forKey: .counters)
        try values.encode(runtime, forKey: .runtime)
        try values.encode(loadSeconds, forKey: .loadSeconds)
    }

    private static let timeStyle = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}
