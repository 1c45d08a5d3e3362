import Foundation
import FoundryCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What to start as a child, and with which descriptors.
struct SpawnRequest {
    var executable: URL
    var arguments: [String]
    var environment: [String: String]
    /// Becomes descriptor 3 of the child.
    var channel: Int32
    /// Becomes descriptor 2 of the child.
    var standardError: Int32

    /// Where the child finds its end of the socket pair.
    static let channelDescriptor: Int32 = 3

    /// Starts the child: input and output nowhere, the two descriptors at their places and no other, every signal as the
    /// system's default, in a process group of its own so that a terminal's Ctrl-C ends the service only.
    /// - Returns: The child's process id.
    /// - Throws: ``FoundryError`` `io` where the system refuses, `invalidArgument` where a text holds a NUL character.
    func start() throws -> pid_t {
        let strings = [executable.path] + arguments + environment.map { "\($0.key)=\($0.value)" }
        guard !strings.contains(where: { $0.utf8.contains(0) }) else {
            throw FoundryError(
                .invalidArgument, "Could not start \(executable.path): an argument or environment variable holds a NUL character.")
        }
        // The descriptors are put out of the way first: where one stood at 2 or 3 already, dup2 would do nothing and leave
        // it to be closed on exec, or overwrite the other.
        let channel = try duplicateAbove(self.channel)
        defer { close(channel) }
        let standardError = try duplicateAbove(self.standardError)
        defer { close(standardError) }

        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }

        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, standardError, 2)
        posix_spawn_file_actions_adddup2(&actions, channel, Self.channelDescriptor)
        var flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        #if canImport(Darwin)
            flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
        #else
            closeFrom(Self.channelDescriptor + 1, &actions)
        #endif
        posix_spawnattr_setpgroup(&attributes, 0)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in Int32(1)..<32 where signal != SIGKILL && signal != SIGSTOP { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var pid: pid_t = 0
        let code = withCStrings([executable.path] + arguments) { argv in
            withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
                posix_spawn(&pid, executable.path, &actions, &attributes, argv, envp)
            }
        }
        guard code == 0 else { throw FoundryError.system("start the engine's process \(executable.path)", errno: code) }
        return pid
    }

    private func duplicateAbove(_ descriptor: Int32) throws -> Int32 {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 10)
        guard copy >= 0 else { throw FoundryError.system("prepare the descriptors of \(executable.path)") }
        return copy
    }

    private func withCStrings<Result>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result) -> Result {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}

#if canImport(Glibc)
    /// Closes what was opened without close-on-exec, by this program or a library in it. The function came with glibc 2.34 and
    /// is looked up, so that the program also starts with an older one; close-on-exec has to do there.
    private func closeFrom(_ first: Int32, _ actions: inout posix_spawn_file_actions_t) {
        typealias Function = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
        guard let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else { return }
        _ = unsafeBitCast(symbol, to: Function.self)(&actions, first)
    }
#endif
