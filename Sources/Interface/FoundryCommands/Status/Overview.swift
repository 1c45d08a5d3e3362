import APIContracts
import Foundation
import FoundryCore
import HardwareAbstraction
import ModelCache

/// The state of everything, for `foundry status` and `foundry report`.
struct Overview: Encodable, Sendable {
    /// The native libraries.
    struct Runtime: Encodable, Sendable {
        let id: String?
        let directory: String?
        /// Why there are none, where there are none.
        let problem: String?
    }

    let version: String
    let server: ServerRecord
    let runtime: Runtime
    let hardware: HostResources?
    let modelDirectory: String
    let models: [ModelRecord]
    let loaded: [LoadedModelDescription]
    /// What is wrong, as sentences.
    let warnings: [String]

    /// Looks at everything; what cannot be found out becomes a warning.
    init(_ context: CommandContext) async throws {
        var warnings: [String] = []
        version = FoundryVersion.current
        server = ServerRecord(try context.service.running())
        let located = await RuntimeList.located(context)
        let found = try? located.get()
        runtime = Runtime(id: found?.id, directory: found?.directory.path, problem: located.problem)
        if let problem = located.problem { warnings.append(problem) }
        hardware = try? await DedicatedThread.run(named: "command") { try HostResources.current() }
        modelDirectory = context.directories.models.path
        let cache = context.cache
        let listing = try await DedicatedThread.run(named: "command") { try cache.listing() }
        warnings += listing.problems.map { "\($0.path): \($0.message)" }
        do { loaded = try await context.clientIfRunning()?.loadedModels() ?? [] } catch {
            loaded = []
            warnings.append(FoundryError.wrapping(error).message)
        }
        let loadedIDs = Set(loaded.map(\.id))
        models = listing.models.map { ModelRecord($0, isLoaded: loadedIDs.contains($0.id.description)) }
        self.warnings = warnings
    }

    /// For people.
    var text: String {
        var lines: [(String, String)] = [
            ("Version", version), ("Server", server.running ? "Ready (\(server.webUrls.first ?? server.socket ?? "-"))" : "Stopped"),
            ("Runtime", runtime.id ?? "missing"),
        ]
        if let hardware { lines.append(("Hardware", Self.shown(hardware))) }
        lines.append(("Providers", "CPUExecutionProvider"))
        lines.append(("Models", "\(models.count) in \(modelDirectory)"))
        lines.append(("Loaded", loaded.isEmpty ? "none" : loaded.map(\.id).joined(separator: ", ")))
        return NamedLines(lines).text + warnings.map { "⚠️ \(Failure.oneLine($0))\n" }.joined()
    }

    /// Cores and memory in a sentence.
    static func shown(_ hardware: HostResources) -> String {
        let gigabytes = { (bytes: Int64) in String(format: "%.1f GB", Double(bytes) / Double(1 << 30)) }
        return
            "\(hardware.physicalCores) cores, \(hardware.logicalCores) threads, \(gigabytes(hardware.availableMemory)) of \(gigabytes(hardware.physicalMemory)) free"
    }
}
