import EngineProcess
import Foundation
import FoundryCore
import HardwareAbstraction
import Inference
import ModelCache

/// Loads a model of the cache into an engine process of its own.
struct EngineLoader: Sendable {
    let executable: URL
    let environment: [String: String]
    let directories: FoundryDirectories

    /// Finds the native runtime and starts the process.
    /// - Throws: `FoundryError` `runtimeMissing`, `corrupt` naming what is wrong with the model, `engineFailure`.
    func load(_ model: CachedModel) async throws -> any InferenceEngine {
        let locator = try RuntimeLocator(environment: environment, executable: executable, directories: directories)
        let runtime = try await DedicatedThread.run(named: "runtime-find") { try locator.locate() }
        return try await EngineProcess.launch(
            EngineProcessConfiguration(
                name: model.id.description, executable: executable, environment: environment,
                load: EngineLoadRequest(modelDirectory: model.directory.path, runtimeDirectory: runtime.directory.path)))
    }
}
