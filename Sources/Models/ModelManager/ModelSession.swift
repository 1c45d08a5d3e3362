public import Inference
public import ModelCache

/// A use of a loaded model. The model stays loaded while somebody holds the session; the use ends with the last reference.
public final class ModelSession: Sendable {
    /// The model on disk.
    public let model: CachedModel
    /// The engine that has it loaded.
    public let engine: any InferenceEngine
    private let end: @Sendable () -> Void

    init(model: CachedModel, engine: any InferenceEngine, end: @escaping @Sendable () -> Void) {
        self.model = model
        self.engine = engine
        self.end = end
    }

    deinit { end() }
}
