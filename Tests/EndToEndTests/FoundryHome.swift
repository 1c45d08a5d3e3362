import Foundation
import FoundryCore
import FoundryTestSupport
import HardwareAbstraction

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A Foundry home of one test, and the built program run in it as a person would. Its service ends with it.
final class FoundryHome: Sendable {
    /// How a command ended and what it wrote.
    struct CommandResult: Sendable {
        var status: Int32
        var output: String
        var errors: String
    }

    let directory: TemporaryDirectory
    let environment: [String: String]
    var directories: FoundryDirectories { FoundryDirectories(home: directory.url) }

    init() throws {
        directory = try TemporaryDirectory()
        var environment = ProcessInfo.processInfo.environment
        environment["FOUNDRY_HOME"] = directory.url.path
        environment["FOUNDRY_RUNTIME_DIR"] = RealModels.runtime?.directory.path
        environment["NO_COLOR"] = "1"
        // The program has to set it by itself.
        environment["ORT_DISABLE_TELEMETRY"] = nil
        environment["HOME"] = directory.url.appending(path: "user").path
        self.environment = environment
    }

    deinit {
        // By its lock and its file, never by name: only what this test started.
        guard let pid = try? servicePID(), FileLock.isHeld(directories.serviceLock) else { return }
        kill(pid, SIGKILL)
    }

    /// The path of a shared model folder.
    static func model(_ name: String) throws -> String {
        guard let url = RealModels.folder(name) else { throw FoundryError(.notFound, "The shared data has no data/models/\(name).") }
        return url.path
    }

    /// Runs the program to its end, on a thread of its own.
    /// - Parameter limit: Seconds after which it is killed.
    func run(_ arguments: String..., input: String = "", limit: Double = 60) async throws -> CommandResult {
        try await run(arguments, input: input, limit: limit)
    }

    func run(_ arguments: [String], input: String = "", limit: Double = 60) async throws -> CommandResult {
        let scratch = directory.url.appending(path: "command-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        let paths = ["in", "out", "err"].map { scratch.appending(path: $0).path }
        try Data(input.utf8).write(to: URL(filePath: paths[0]))
        let spawn = ProcessSpawn(
            executable: BuildProducts.foundry, arguments: arguments, environment: environment,
            descriptors: [.file(paths[0], flags: O_RDONLY)] + paths[1...].map { .file($0, flags: O_WRONLY | O_CREAT) }, group: .ownGroup)
        let pid = try spawn.start()
        let status = await withCheckedContinuation { continuation in
            Thread {
                let deadline = ContinuousClock.now + .seconds(limit)
                var status: Int32 = 0
                while waitpid(pid, &status, WNOHANG) == 0 {
                    if ContinuousClock.now > deadline { kill(pid, SIGKILL) }
                    usleep(2000)
                }
                continuation.resume(returning: status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F))
            }.start()
        }
        return CommandResult(
            status: status, output: try String(contentsOfFile: paths[1], encoding: .utf8),
            errors: try String(contentsOfFile: paths[2], encoding: .utf8))
    }

    /// Starts the service on a free port and returns a client of it.
    func startService() async throws -> ServiceSocket {
        let result = try await run("service", "start", "--port", "0")
        guard result.status == 0 else { throw FoundryError(.invalidState, "service start: \(result.output)\(result.errors)") }
        return try service()
    }

    /// A client of the running service.
    func service() throws -> ServiceSocket {
        guard let endpoint = (try serviceFile()["endpoints"] as? [String])?.first, let port = URL(string: endpoint)?.port else {
            throw FoundryError(.unreachable, "service.json tells no endpoint.")
        }
        return ServiceSocket(port: UInt16(port))
    }

    func servicePID() throws -> Int32 { Int32(try serviceFile()["pid"] as? Int ?? 0) }

    /// Registers a shared model under its own name.
    func add(_ model: String) async throws {
        let result = try await run("model", "add", Self.model(model))
        guard result.status == 0 else { throw FoundryError(.invalidState, "model add: \(result.output)\(result.errors)") }
    }

    private func serviceFile() throws -> [String: Any] {
        let data = try Data(contentsOf: directories.serviceFile)
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }
}
