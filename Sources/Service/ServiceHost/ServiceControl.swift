public import Foundation
public import FoundryCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Starts, finds and stops the service from another process.
public struct ServiceControl: Sendable {
    /// How long a service may take to become ready.
    static let startTimeout = Duration.seconds(20)
    /// How long a service may take to end after it was asked, its own drain included.
    static let stopTimeout = ServiceProcess.drainLimit + .seconds(5)
    /// The environment variable that tells the service which descriptor to report to when it is ready.
    static let readyVariable = "FOUNDRY_READY_DESCRIPTOR"

    private let directories: FoundryDirectories
    private let executable: URL
    private let environment: [String: String]

    /// Makes a control.
    /// - Parameters:
    ///   - directories: Where the service keeps its files.
    ///   - executable: This program, which the service is a child of.
    ///   - environment: The environment the service gets.
    public init(directories: FoundryDirectories, executable: URL, environment: [String: String]) {
        self.directories = directories
        self.executable = executable
        self.environment = environment
    }

    /// The running service, found by its lock and its file, with no request made.
    /// - Throws: `FoundryError` `corrupt` where its file is damaged.
    public func running() throws -> ServiceDescription? {
        guard FileLock.isHeld(directories.serviceLock) else { return nil }
        return try ServiceDescription(contentsOf: directories.serviceFile)
    }

    /// Starts the service, detached from this process and its terminal, and waits until it is ready.
    /// - Returns: The service: the one that runs already, where there is one.
    /// - Throws: `FoundryError` `invalidState` with the end of its log where it does not become ready, `timeout`, `io`.
    public func start(_ options: ServiceOptions) async throws -> ServiceDescription {
        // One that is about to end, or to be ready, is waited for.
        let deadline = ContinuousClock.now + Self.stopTimeout
        while FileLock.isHeld(directories.serviceLock), ContinuousClock.now < deadline {
            if let running = try running() { return running }
            try await Task.sleep(for: .milliseconds(20))
        }
        try AtomicFile.createDirectory(directories.run, mode: 0o700)
        try AtomicFile.createDirectory(directories.logs, mode: 0o700)
        let ready = Pipe()
        var environment = environment
        environment[Self.readyVariable] = "3"
        let spawn = ProcessSpawn(
            executable: executable, arguments: ["service", "run"] + options.arguments, environment: environment,
            descriptors: [
                .file("/dev/null", flags: O_RDONLY), .file(directories.serviceLog.path, flags: O_WRONLY | O_CREAT | O_APPEND),
                .file(directories.serviceLog.path, flags: O_WRONLY | O_CREAT | O_APPEND), .copy(ready.fileHandleForWriting.fileDescriptor),
            ],
            group: .ownSession)
        let pid = try spawn.start()
        try ready.fileHandleForWriting.close()
        let report = await Self.read(ready.fileHandleForReading, limit: Self.startTimeout)
        if report?.first == UInt8(ascii: "1"), let running = try running() { return running }
        return try await explain(report: report, pid: pid)
    }

    /// Ends the service: it finishes what it can within its bound, then goes.
    /// - Returns: False where none was running.
    /// - Throws: `FoundryError` `timeout` where it does not even end when it is killed.
    public func stop() async throws -> Bool {
        guard FileLock.isHeld(directories.serviceLock) else { return false }
        // The lock says who it is: a service that begins or ends has no file, and a damaged one must not protect it.
        guard let pid = lockHolder() ?? (try? running())?.pid else {
            throw FoundryError(.invalidState, "A service is starting and has not said who it is. Try again in a moment.")
        }
        kill(pid, SIGTERM)
        if await isReleased(within: Self.stopTimeout) { return true }
        kill(pid, SIGKILL)
        guard await isReleased(within: .seconds(5)) else {
            throw FoundryError(.timeout, "The service (process \(pid)) does not end. End it by hand: kill -9 \(pid)")
        }
        return true
    }

    private func lockHolder() -> Int32? {
        (try? String(contentsOf: directories.serviceLock, encoding: .utf8)).flatMap {
            Int32($0.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }

    private func isReleased(within limit: Duration) async -> Bool {
        let deadline = ContinuousClock.now + limit
        while FileLock.isHeld(directories.serviceLock) {
            guard ContinuousClock.now < deadline else { return false }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return true
    }

    /// Says why a service that was started did not report that it is ready.
    private func explain(report: Data?, pid: pid_t) async throws -> ServiceDescription {
        guard let report else {
            kill(pid, SIGKILL)
            throw FoundryError(
                .timeout, "The service did not become ready in \(Self.startTimeout). Its log: \(directories.serviceLog.path)")
        }
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        // Another one may have been faster; it is as good.
        for _ in 0..<100 where FileLock.isHeld(directories.serviceLock) {
            if let running = try running() { return running }
            try await Task.sleep(for: .milliseconds(20))
        }
        let words = String(decoding: report.dropFirst(), as: UTF8.self)
        throw FoundryError(
            .invalidState,
            "The service did not start: \(words.isEmpty ? "it ended without a word" : words) Its log: \(directories.serviceLog.path)")
    }

    /// Reads to the end on a thread of its own; nil where that takes longer than the limit.
    private static func read(_ handle: FileHandle, limit: Duration) async -> Data? {
        await withCheckedContinuation { continuation in
            let descriptor = handle.fileDescriptor
            DedicatedThread.start(named: "service-ready") {
                var data = Data()
                let deadline = ContinuousClock.now + limit
                var buffer = [UInt8](repeating: 0, count: 4096)
                while true {
                    let rest = max(0, (deadline - .now) / .milliseconds(1))
                    var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                    let count = systemPoll(&poll, Int32(rest))
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { return continuation.resume(returning: nil) }
                    let size = systemRead(descriptor, &buffer, buffer.count)
                    if size < 0, errno == EINTR { continue }
                    guard size > 0 else { break }
                    data.append(contentsOf: buffer[..<size])
                }
                try? handle.close()
                continuation.resume(returning: data)
            }
        }
    }
}

private func systemPoll(_ descriptor: inout pollfd, _ milliseconds: Int32) -> Int32 { poll(&descriptor, 1, milliseconds) }
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ size: Int) -> Int { read(descriptor, buffer, size) }
