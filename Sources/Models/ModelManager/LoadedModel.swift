public import Foundation
public import Inference
public import ModelCache

/// A model in memory, as it stood when it was asked for.
public struct LoadedModel: Sendable {
    /// The model on disk.
    public let model: CachedModel
    /// What its engine loaded.
    public let facts: EngineFacts
    /// Its engine. Whoever generates should hold a ``ModelSession`` instead, which keeps the model loaded.
    public let engine: any InferenceEngine
    /// How many sessions use it.
    public let activeSessions: Int
    /// When it is unloaded unless it is used before; nil while it is in use, or where it stays for ever.
    public let expiresAt: Date?
}
