import FoundryCore
import FoundryTestSupport
import Foundation
import GenAIRuntime

/// The real libraries, where this machine has them: in `FOUNDRY_RUNTIME_DIR`, or installed below the home.
struct RealRuntime {
    let onnxRuntime: URL
    let genAI: URL

    /// Whether such tests may not be skipped.
    static var isRequired: Bool { ProcessInfo.processInfo.environment["FOUNDRY_REQUIRE_REAL_TESTS"] == "1" }

    /// Whether such tests run, if only to fail because something is missing.
    static var isWanted: Bool { isRequired || (find() != nil && SharedData.folder("data/models/tinytalk") != nil) }

    /// Looks for the libraries; the newest installed one is taken.
    static func find() -> RealRuntime? {
        let environment = ProcessInfo.processInfo.environment
        if let folder = environment["FOUNDRY_RUNTIME_DIR"] { return RealRuntime(in: URL(filePath: folder)) }
        guard let runtimes = try? FoundryDirectories(environment: environment).runtimes else { return nil }
        let folders = (try? FileManager.default.contentsOfDirectory(at: runtimes, includingPropertiesForKeys: nil)) ?? []
        return folders.sorted { $0.path > $1.path }.lazy.compactMap { RealRuntime(in: $0) }.first
    }

    private init?(in folder: URL) {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
        let isLibrary = { (name: String) in name.contains(".so") || name.hasSuffix(".dylib") }
        guard let genAI = names.first(where: { $0.hasPrefix("libonnxruntime-genai.") && isLibrary($0) }),
            let onnxRuntime = names.last(where: { $0.hasPrefix("libonnxruntime.") && isLibrary($0) })
        else { return nil }
        self.genAI = folder.appending(path: genAI)
        self.onnxRuntime = folder.appending(path: onnxRuntime)
    }

    /// Loads a model of the shared data.
    /// - Parameter model: The folder below `data/models`.
    static func load(_ model: String) async throws -> GenAIEngine {
        guard let runtime = find() else { throw FoundryError(.runtimeMissing, "There is no runtime: set FOUNDRY_RUNTIME_DIR.") }
        guard let folder = SharedData.folder("data/models/\(model)") else {
            throw FoundryError(.notFound, "There is no data/models/\(model) in the shared data: set FOUNDRY_SHARED.")
        }
        return try await GenAIEngine.load(
            folder, library: GenAILibrary(onnxRuntime: runtime.onnxRuntime, genAI: runtime.genAI), runtime: "real")
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
