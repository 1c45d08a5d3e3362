import ArgumentParser
import EngineProcess
import FoundryCore
import Foundation
import GenAIRuntime
import HardwareAbstraction
import Inference

/// `foundry engine`: the process that holds one loaded model. The service starts it; it is not for people.
struct EngineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "engine", abstract: "Hold one loaded model (started by the service)", shouldDisplay: false)

    func run() async throws { await EngineHost.run { try Self.load($0) } }

    /// Loads a model. It blocks: the host calls it on a thread of its own.
    static func load(_ request: EngineLoadRequest) throws -> any InferenceEngine {
        let home = try FoundryDirectories(environment: ProcessInfo.processInfo.environment)
        // The service chose the runtime; the locator checks it and tells its files.
        let locator = try RuntimeLocator(
            environment: [RuntimeLocator.variable: request.runtimeDirectory], executable: nil, directories: home)
        let runtime = try locator.locate()
        let library = try GenAILibrary(onnxRuntime: runtime.onnxRuntimeLibrary, genAI: runtime.genAILibrary)
        let url = URL(filePath: request.modelDirectory, directoryHint: .isDirectory)
        return try GenAIEngine.loadBlocking(url, library: library, threads: request.threads, runtime: name(of: runtime))
    }

    private static func name(of runtime: NativeRuntime) -> String {
        guard let onnxRuntime = runtime.onnxRuntimeVersion, let genAI = runtime.genAIVersion else { return "ONNX Runtime GenAI" }
        return "ONNX Runtime GenAI \(genAI), ONNX Runtime \(onnxRuntime)"
    }
}
