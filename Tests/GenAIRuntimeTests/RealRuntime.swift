import FoundryCore
import FoundryTestSupport
import Foundation
import GenAIRuntime
import HardwareAbstraction

/// The engine on the real libraries, with models of the shared data.
enum RealRuntime {
    /// Loads a model of the shared data.
    /// - Parameter model: The folder below `data/models`.
    static func load(_ model: String) async throws -> GenAIEngine {
        guard let runtime = RealModels.runtime else { throw FoundryError(.runtimeMissing, "There is no runtime: set FOUNDRY_RUNTIME_DIR.") }
        guard let folder = RealModels.folder(model) else {
            throw FoundryError(.notFound, "There is no data/models/\(model) in the shared data: set FOUNDRY_SHARED.")
        }
        return try await GenAIEngine.load(
            folder, library: GenAILibrary(onnxRuntime: runtime.onnxRuntimeLibrary, genAI: runtime.genAILibrary), runtime: "real")
    }

    /// Gives a loaded engine to a test, and shuts it down afterwards.
    static func withEngine(_ model: String, _ body: (GenAIEngine) async throws -> Void) async throws {
        let engine = try await load(model)
        do { try await body(engine) } catch {
            await engine.shutdown()
            throw error
        }
        await engine.shutdown()
    }
}
