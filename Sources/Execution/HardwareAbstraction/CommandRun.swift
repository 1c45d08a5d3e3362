import FoundryCore
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A short-lived command: run to its end on the calling thread, its output collected, its time bounded.
struct CommandRun {
    /// How the command ended.
    enum End: Equatable {
        /// It ended by itself; 128 and the signal's number where a signal ended it.
        case exited(Int32)
        /// Its time was over and it was killed.
        case timedOut
    }

    /// The program's path.
    let executable: URL
    let arguments: [String]
    let environment: [String: String]
    /// The folder to run in.
    let folder: URL
    let timeout: Duration
    /// How long it may clean up after an interrupt before it is killed.
    var grace: Duration = .seconds(3)

    /// The end of what it may print; what comes before is dropped.
    private static let greatestOutput = 32 << 10
    /// How often, in milliseconds, its end and the cancellation are looked at.
    private static let tick: Int32 = 50

    /// Runs the command.
    /// - Returns: How it ended, and the end of its output and error output.
    /// - Throws: ``FoundryError`` `io` where it cannot be started, `cancelled` once it was stopped.
    func run(_ cancellation: Cancellation) throws -> (end: End, output: String) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw FoundryError.system("make a pipe for \(executable.path)") }
        let reading = ends[0]
        defer { close(reading) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(reading, F_SETFL, O_NONBLOCK)
        // The shell changes the folder: Python would import from the present one, whatever lies there.
        let spawn = ProcessSpawn(
            executable: URL(filePath: "/bin/sh"),
            arguments: ["-c", "cd \"$1\" && shift && exec \"$@\"", "sh", folder.path, executable.path] + arguments,
            environment: environment,
            descriptors: [.file("/dev/null", flags: O_RDONLY), .copy(ends[1]), .copy(ends[1])],
            group: .ownGroup)
        let started = Result { try spawn.start() }
        close(ends[1])
        return try follow(started.get(), reading: reading, cancellation)
    }

    private func follow(_ process: pid_t, reading: Int32, _ cancellation: Cancellation) throws -> (end: End, output: String) {
        var output = Data()
        let deadline = ContinuousClock.now + timeout
        var killTime: ContinuousClock.Instant?
        var open = true
        while true {
            var poller = pollfd(fd: open ? reading : -1, events: Int16(POLLIN), revents: 0)
            _ = poll(&poller, 1, Self.tick)
            if open { open = collect(from: reading, &output) }
            var status: Int32 = 0
            let collected = waitpid(process, &status, WNOHANG)
            if collected != 0 {
                if collected < 0 && errno == EINTR { continue }
                guard collected > 0 else { throw FoundryError.system("wait for \(executable.path)") }
                if open { _ = collect(from: reading, &output) }
                try cancellation.check()
                let text = String(decoding: output, as: UTF8.self)
                return (killTime == nil ? .exited(Self.exitCode(status)) : .timedOut, text)
            }
            let now = ContinuousClock.now
            if let time = killTime {
                if now >= time { kill(-process, SIGKILL) }
            } else if cancellation.isRequested || now >= deadline {
                kill(-process, SIGINT)
                killTime = now + grace
            }
        }
    }

    /// Takes what is there.
    /// - Returns: Whether more can come.
    private func collect(from reading: Int32, _ output: inout Data) -> Bool {
        var block = [UInt8](repeating: 0, count: 4096)
        // A bound, so that a command that never stops printing does not keep its deadline from being seen.
        for _ in 0..<64 {
            let count = read(reading, &block, block.count)
            if count < 0 { return errno == EAGAIN || errno == EINTR }
            if count == 0 { return false }
            output.append(contentsOf: block[..<count])
            if output.count > Self.greatestOutput { output = Data(output.suffix(Self.greatestOutput)) }
        }
        return true
    }

    /// The shell's way to tell a process's end by one number.
    private static func exitCode(_ status: Int32) -> Int32 {
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}
