import Dispatch
import Foundation
import FoundryCore
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A child process: collected as soon as it ends, and its last words on standard error kept.
final class ChildProcess: Sendable {
    /// How much of standard error is kept, in bytes.
    static let lastWordsLimit = 8 << 10

    /// The process's id. It belongs to the process until ``end`` is known.
    let pid: pid_t
    private let state = Mutex<ProcessEnd?>(nil)
    private let ended = DispatchGroup()
    private let words = Mutex(TailBuffer(limit: ChildProcess.lastWordsLimit))
    private let silent = DispatchGroup()

    /// Starts a child. It blocks for the moment the system takes to load the program.
    /// - Parameters:
    ///   - executable: The program's path.
    ///   - arguments: What follows its name.
    ///   - environment: All its variables.
    ///   - channel: Becomes descriptor 3; the caller closes its own.
    /// - Throws: ``FoundryError`` `io` where the system refuses.
    init(executable: URL, arguments: [String], environment: [String: String], channel: Int32) throws {
        let pipe = try DescriptorPair.pipe()
        let request = ProcessSpawn(
            executable: executable, arguments: arguments, environment: environment,
            descriptors: [.file("/dev/null", flags: O_RDONLY), .file("/dev/null", flags: O_WRONLY), .copy(pipe.second), .copy(channel)],
            group: .ownGroup)
        do {
            defer { close(pipe.second) }
            pid = try request.start()
        } catch {
            close(pipe.first)
            throw error
        }
        ended.enter()
        silent.enter()
        // Each thread lives as long as the child (or its standard error), not as this object: a child is never left a zombie.
        DedicatedThread.start(named: "engine-waiter") { self.collect() }
        DedicatedThread.start(named: "engine-stderr") { self.listen(pipe.first) }
    }

    /// How the child ended, nil while it runs.
    var end: ProcessEnd? { state.withLock { $0 } }

    /// What the child wrote to standard error last.
    var lastWords: String { words.withLock(\.text) }

    /// Ends the child at once, unless it has ended.
    func kill() {
        // Under the lock, for once the child is collected its id may be another's.
        state.withLock { end in if end == nil { _ = systemKill(pid, SIGKILL) } }
    }

    /// Waits for the end and blocks the calling thread.
    /// - Parameter seconds: How long at most.
    /// - Returns: How it ended, nil where it still runs.
    func waitBlocking(seconds: Double) -> ProcessEnd? {
        _ = ended.wait(timeout: .now() + seconds)
        return end
    }

    /// Waits until the child's standard error is closed, so that ``lastWords`` is complete. It blocks the calling thread.
    /// - Parameter seconds: How long at most: what the child itself started may hold it open.
    func waitForSilence(seconds: Double) { _ = silent.wait(timeout: .now() + seconds) }

    /// Waits for the end, and brings it about where it does not come.
    /// - Parameter grace: How long the child may take by itself.
    func end(within grace: Duration) async {
        let timer = Task {
            try await Task.sleep(for: grace)
            kill()
        }
        await withCheckedContinuation { continuation in
            ended.notify(queue: .global()) { continuation.resume() }
        }
        timer.cancel()
    }

    private func collect() {
        var information = siginfo_t()
        // First without collecting: until the lock is held, the id must stay the child's.
        while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
        state.withLock { end in
            var status: Int32 = 0
            end = waitpid(pid, &status, 0) == pid ? ProcessEnd(waitStatus: status) : .unknown
        }
        ended.leave()
    }

    private func listen(_ descriptor: Int32) {
        withUnsafeTemporaryAllocation(byteCount: 4 << 10, alignment: 16) { buffer in
            while true {
                let count = read(descriptor, buffer.baseAddress, buffer.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { break }
                words.withLock { $0.push(UnsafeRawBufferPointer(buffer)[..<count]) }
            }
        }
        close(descriptor)
        silent.leave()
    }
}

/// The C library's `kill`, which the type's own method hides.
private func systemKill(_ pid: pid_t, _ signal: Int32) -> Int32 { kill(pid, signal) }
