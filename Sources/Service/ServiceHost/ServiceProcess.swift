public import Foundation
public import FoundryCore
import Logging
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The service itself, in this process.
public enum ServiceProcess {
    /// How long requests in progress may go on after the service was asked to end.
    static let drainLimit = Duration.seconds(10)

    /// Serves until SIGTERM, SIGINT or `POST /shutdown`.
    ///
    /// It takes the instance lock, binds its addresses, writes `run/service.json`, reports to the descriptor that
    /// `FOUNDRY_READY_DESCRIPTOR` names, and takes all of that back when it ends.
    /// - Parameters:
    ///   - options: What this start has otherwise than `config.json`.
    ///   - directories: Where it keeps its files.
    ///   - environment: The process's environment, which engine processes get too.
    ///   - executable: This program, which engine processes are children of.
    /// - Throws: `FoundryError` `exists` where a service runs already, `invalidState` where its port is taken, `io`.
    public static func run(
        _ options: ServiceOptions, directories: FoundryDirectories, environment: [String: String], executable: URL
    ) async throws {
        signal(SIGPIPE, SIG_IGN)
        // Whatever this process makes is for its user only.
        umask(0o077)
        let report = ReadyReport(environment: environment)
        do {
            try await serve(options, directories: directories, environment: environment, executable: executable, report: report)
        } catch {
            report.failed(FoundryError.wrapping(error).message)
            throw error
        }
    }

    private static func serve(
        _ options: ServiceOptions, directories home: FoundryDirectories, environment: [String: String], executable: URL, report: ReadyReport
    ) async throws {
        let configuration = try options.applied(to: Configuration(contentsOf: home.configurationFile))
        let directories = home.following(configuration)
        for folder in [directories.run, directories.logs] { try AtomicFile.createDirectory(folder, mode: 0o700) }
        try AtomicFile.createDirectory(directories.models)
        guard let lock = try FileLock.tryAcquire(directories.serviceLock) else {
            throw FoundryError(.exists, "A service is running already. See: foundry service status")
        }
        defer { withExtendedLifetime(lock) {} }
        try lock.write("\(ProcessInfo.processInfo.processIdentifier)\n")
        // What a service left that was killed.
        unlink(directories.serviceFile.path)
        defer { unlink(directories.serviceFile.path) }

        let logger = makeLogger(configuration.logLevel)
        let composition = Composition(
            directories: directories, configuration: configuration,
            environment: environment.filter { $0.key != ServiceControl.readyVariable }, executable: executable, logger: logger)
        try await composition.run { description in
            try description.write(to: directories.serviceFile)
            logger.info("ready", metadata: ["endpoint": "\(description.endpoint)", "pid": "\(description.pid)"])
            report.ready()
        }
        logger.info("ended")
    }

    private static func makeLogger(_ level: Configuration.LogLevel) -> Logger {
        var logger = Logger(label: "foundry", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel =
            switch level {
            case .debug: .debug
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
        return logger
    }
}

/// The one message to the process that started the service: `1`, or `0` and the reason.
private final class ReadyReport: Sendable {
    private let descriptor: Mutex<Int32?>

    init(environment: [String: String]) {
        let number = environment[ServiceControl.readyVariable].flatMap { Int32($0) }
        if let number { _ = fcntl(number, F_SETFD, FD_CLOEXEC) }
        descriptor = Mutex(number)
    }

    func ready() { send("1") }
    func failed(_ reason: String) { send("0\(reason)") }

    private func send(_ message: String) {
        // Once only: afterwards the number may be another file's.
        let taken = descriptor.withLock { descriptor in
            defer { descriptor = nil }
            return descriptor
        }
        guard let taken else { return }
        let bytes = Array(message.utf8)
        _ = write(taken, bytes, bytes.count)
        close(taken)
    }
}
