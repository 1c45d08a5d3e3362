import ArgumentParser
import Dispatch
import EngineProcess
import FoundryCore
import Foundation
import GenAIRuntime
import HardwareAbstraction
import Inference
import Synchronization

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
        return try waiting { try await GenAIEngine.load(url, library: library, threads: request.threads, runtime: name(of: runtime)) }
    }

    private static func name(of runtime: NativeRuntime) -> String {
        guard let onnxRuntime = runtime.onnxRuntimeVersion, let genAI = runtime.genAIVersion else { return "ONNX Runtime GenAI" }
        return "ONNX Runtime GenAI \(genAI), ONNX Runtime \(onnxRuntime)"
    }

    /// Waits for asynchronous work on a thread that may block.
    private static func waiting<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value {
        let outcome = Outcome<Value>()
        Task {
            do { outcome.set(.success(try await work())) } catch { outcome.set(.failure(error)) }
        }
        return try outcome.wait()
    }

    /// A result that one thread waits for.
    private final class Outcome<Value: Sendable>: Sendable {
        private let result = Mutex<Result<Value, any Error>?>(nil)
        private let done = DispatchSemaphore(value: 0)

        func set(_ value: Result<Value, any Error>) {
            result.withLock { $0 = value }
            done.signal()
        }

        func wait() throws -> Value {
            done.wait()
            guard let result = result.withLock(\.self) else {
                throw FoundryError(.internalError, "The engine's loading ended without a result.")
            }
            return try result.get()
        }
    }
}
