import FoundryCore
public import Inference

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The program of an engine's process: loads one model and answers over its socket until the socket ends.
public enum EngineHost {
    /// Serves one engine and never returns. The socket is read on a thread of its own; the caller waits without blocking one.
    ///
    /// At the end of the socket the process ends at once, whatever runs in it, so it never outlives the service. Exit status:
    /// 0 where the service ended it, 1 where the service broke the protocol, 2 where the descriptor is no socket.
    /// - Parameters:
    ///   - descriptor: This end of the socket pair.
    ///   - makeEngine: Loads the model, on a thread of its own that it may block. What it throws is told to the service.
    public static func run(
        descriptor: Int32 = 3, makeEngine: @escaping @Sendable (EngineLoadRequest) throws -> any InferenceEngine
    ) async -> Never {
        guard isSocket(descriptor) else {
            say("This command is started by the Foundry service, with a socket as descriptor \(descriptor). There is none.")
            _exit(2)
        }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        signal(SIGPIPE, SIG_IGN)
        nameProcess("foundry-engine")
        let session = EngineHostSession(socket: FrameSocket(descriptor: descriptor), makeEngine: makeEngine) { status, message in
            if let message { say(message) }
            // No exit handlers: those of native libraries may hang or crash while their own threads run.
            _exit(status)
        }
        DedicatedThread.start(named: "engine-reader") {
            session.run()
            _exit(0)
        }
        // Never resumed: the thread above ends the process.
        while true { await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in } }
    }

    /// What ps and top show, instead of the program's own name; on Linux only. It may fail: nothing depends on it.
    private static func nameProcess(_ name: String) {
        let descriptor = open("/proc/self/comm", O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        let bytes = Array(name.utf8)
        _ = write(descriptor, bytes, bytes.count)
        close(descriptor)
    }

    private static func isSocket(_ descriptor: Int32) -> Bool {
        var information = stat()
        return fstat(descriptor, &information) == 0 && information.st_mode & S_IFMT == S_IFSOCK
    }

    private static func say(_ message: String) {
        let bytes = Array("\(message)\n".utf8)
        _ = write(2, bytes, bytes.count)
    }
}
