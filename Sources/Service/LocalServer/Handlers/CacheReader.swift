import FoundryCore
import ModelCache

/// Reads the model cache on a thread that may block: the disk may be slow, and Swift's own threads are few.
struct CacheReader: Sendable {
    let cache: ModelCache

    /// All models in the cache.
    func models() async throws -> [CachedModel] { try await run { try cache.listing().models } }

    /// The model of a name.
    func find(_ name: String) async throws -> CachedModel { try await run { try cache.find(name) } }

    private func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await DedicatedThread.run(named: "cache-reader", work)
    }
}
