public import FoundryCore

/// What an engine's process is told to load, the first thing after the greeting.
public struct EngineLoadRequest: Sendable, Hashable, Codable {
    /// The model's folder, an absolute path.
    public var modelDirectory: String
    /// The folder with the native libraries, an absolute path.
    public var runtimeDirectory: String
    /// Threads to compute with; `nil` leaves the choice to the engine.
    public var threads: Int?
    /// What else the engine understands, by name.
    public var options: [String: JSONValue]

    /// Makes a request.
    /// - Parameters:
    ///   - modelDirectory: The model's folder, an absolute path.
    ///   - runtimeDirectory: The folder with the native libraries, an absolute path.
    ///   - threads: Threads to compute with; `nil` leaves the choice to the engine.
    ///   - options: What else the engine understands, by name.
    public init(modelDirectory: String, runtimeDirectory: String, threads: Int? = nil, options: [String: JSONValue] = [:]) {
        self.modelDirectory = modelDirectory
        self.runtimeDirectory = runtimeDirectory
        self.threads = threads
        self.options = options
    }
}
