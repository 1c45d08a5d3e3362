/// The body `{"status":"…"}` of Foundry Local 2's model and shutdown routes.
public struct StatusWord: Codable, Sendable, Equatable {
    /// What became of the request.
    public var status: String

    /// Wraps a word.
    public init(_ status: String) { self.status = status }

    /// The model was loaded by this request.
    public static let loaded = StatusWord("loaded")
    /// The model was loaded before.
    public static let alreadyLoaded = StatusWord("already_loaded")
    /// The model was unloaded by this request.
    public static let unloaded = StatusWord("unloaded")
    /// The model was not loaded.
    public static let notLoaded = StatusWord("not_loaded")
    /// The service ends when the requests in progress have been answered.
    public static let shuttingDown = StatusWord("shutting_down")
}
