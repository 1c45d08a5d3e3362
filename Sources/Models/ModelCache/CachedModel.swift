public import Foundation
public import FoundryCore

/// A model on this disk.
public struct CachedModel: Sendable, Hashable, Codable {
    /// How the model came to be known.
    public enum Origin: String, Sendable, Hashable, Codable {
        /// Its folder lies in the model cache.
        case cache
        /// It was registered where it lies; its folder belongs to somebody else.
        case registered
    }

    /// The model's id.
    public var id: ModelID
    /// The name without the suffix of a device, by which people ask for the model.
    public var alias: String
    /// The folder that holds `genai_config.json`.
    public var directory: URL
    /// Who publishes the model; nil where the folder does not say.
    public var publisher: String?
    /// What the model does, in the words of Foundry catalogs: `chat-completion` and others.
    public var task: String
    /// All files of the folder together, in bytes.
    public var sizeBytes: Int64
    /// Prompt and answer together, in tokens; nil where the configuration does not say.
    public var contextLength: Int?
    /// How the model came to be known.
    public var origin: Origin
    /// When a file of the folder was last changed.
    public var modified: Date

    /// Describes a model.
    public init(
        id: ModelID, alias: String, directory: URL, publisher: String?, task: String, sizeBytes: Int64, contextLength: Int?, origin: Origin,
        modified: Date
    ) {
        self.id = id
        self.alias = alias
        self.directory = directory
        self.publisher = publisher
        self.task = task
        self.sizeBytes = sizeBytes
        self.contextLength = contextLength
        self.origin = origin
        self.modified = modified
    }
}
