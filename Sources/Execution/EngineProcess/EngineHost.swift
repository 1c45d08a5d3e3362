import Foundation
import FoundryCore
public import Inference

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The program of an engine's process: loads one model and answers over its socket until the socket ends.
public enum EngineHost {
    /// Serves one engine and never returns. The calling thread becomes the one that reads the socket, and blocks: call it
    /// on the main thread of a process that does nothing else.
    ///
    /// At the end of the socket the process ends at once, whatever runs in it, so it never outlives the service. Exit status:
    /// 0 where the service ended it, 1 where the service broke the protocol, 2 where the descriptor is no socket.
    /// - Parameters:
    ///   - descriptor: This end of the socket pair.
    ///   - makeEngine: Loads the model, on a thread of its own that it may block. What it throws is told to the service.
    public static func run(
        descriptor: Int32 = 3, makeEngine: @escaping @Sendable (EngineLoadRequest) throws -> any InferenceEngine
    ) -> Never {
        guard isSocket(descriptor) else {
            say("This command is started by the Foundry service, with a socket as descriptor \(descriptor). There is none.")
            _exit(2)
        }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        signal(SIGPIPE, SIG_IGN)
        // On the main thread this is the process's name on Linux, as ps and top show it.
        Thread.current.name = "foundry-engine"
        let session = EngineHostSession(socket: FrameSocket(descriptor: descriptor), makeEngine: makeEngine) { status, message in
            if let message { say(message) }
            // No exit handlers: those of native libraries may hang or crash while their own threads run.
            _exit(status)
        }
        session.run()
        _exit(0)
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
