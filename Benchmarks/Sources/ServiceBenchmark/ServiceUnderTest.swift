import Foundation
import FoundryCore

/// The built program with a home of its own, driven as a person and a program would.
struct ServiceUnderTest {
    static let prompt = "Tell me about the places that you have seen and the people that you have met there."

    private let home: URL
    private let foundry: URL
    private let environment: [String: String]

    init() throws {
        foundry = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "foundry")
        home = FileManager.default.temporaryDirectory.appending(path: "foundry-benchmark-\(UUID().uuidString)")
        try AtomicFile.createDirectory(home)
        var environment = ProcessInfo.processInfo.environment
        // The runtime of the real home serves the temporary one.
        let runtimes = try FoundryDirectories(environment: environment).runtimes
        try FileManager.default.createSymbolicLink(at: home.appending(path: "runtimes"), withDestinationURL: runtimes)
        environment["FOUNDRY_HOME"] = home.path
        self.environment = environment
    }

    func remove() {
        _ = try? run(["service", "stop"])
        try? FileManager.default.removeItem(at: home)
    }

    /// Starts the service and returns the seconds until the command came back, which is when it is ready.
    func start() throws -> Double { try timed(["service", "start"]) }

    func stop() throws { _ = try run(["service", "stop"]) }

    func timed(_ arguments: [String]) throws -> Double {
        let start = ContinuousClock.now
        _ = try run(arguments)
        return (ContinuousClock.now - start) / .seconds(1)
    }

    /// Registers and loads a model, and returns the name it goes by.
    func add(_ folder: URL) throws -> String {
        _ = try run(["model", "add", folder.path, "--name", "benchmark"])
        _ = try run(["model", "load", "benchmark"])
        return "benchmark"
    }

    /// Tokens a second after the first one, streamed over loopback.
    func decode(_ model: String, tokens: Int) throws -> Double {
        let body = """
            {"model":"\(model)","messages":[{"role":"user","content":"\(Self.prompt)"}],"temperature":0,"max_tokens":\(tokens),\
            "stream":true,"stream_options":{"include_usage":true}}
            """
        return try StreamingClient(port: port()).pace(of: body).tokensPerSecond
    }

    /// Memory in MB and wake-ups of the idle service.
    func idle(seconds: Int) async throws -> (residentMegabytes: Double, wakeups: Int) {
        let pid = try description()["pid"] as? Int ?? 0
        // Threads of the start that have nothing to do end after some seconds.
        try await Task.sleep(for: .seconds(12))
        let before = try ProcessFigures(pid: pid)
        try await Task.sleep(for: .seconds(seconds))
        let after = try ProcessFigures(pid: pid)
        return (after.residentMegabytes, after.wakeups(since: before))
    }

    private func port() throws -> UInt16 {
        guard let endpoint = (try description()["endpoints"] as? [String])?.first, let port = URL(string: endpoint)?.port else {
            throw FoundryError(.unreachable, "The service tells no endpoint.")
        }
        return UInt16(port)
    }

    private func description() throws -> [String: Any] {
        let data = try Data(contentsOf: FoundryDirectories(home: home).serviceFile)
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }

    /// Runs the program to its end. `Process` would look for the end in steps of 50 ms.
    private func run(_ arguments: [String]) throws -> Int32 {
        let spawn = ProcessSpawn(
            executable: foundry, arguments: arguments, environment: environment,
            descriptors: [.file("/dev/null", flags: O_RDONLY), .file("/dev/null", flags: O_WRONLY), .copy(2)], group: .ownGroup)
        let pid = try spawn.start()
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else {
            throw FoundryError(.engineFailure, "foundry \(arguments.joined(separator: " ")) ended with \(status >> 8).")
        }
        return status
    }
}
