public import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A child process to start, with exactly the descriptors that are named: every other one is closed in it.
public struct ProcessSpawn: Sendable {
    /// What a descriptor of the child is.
    public enum Descriptor: Sendable {
        /// A copy of one of this process's descriptors.
        case copy(Int32)
        /// A file opened for it, with `open`'s flags; one that is made gets mode 0600.
        case file(String, flags: Int32)
    }

    /// Whom the child belongs to.
    public enum Group: Sendable {
        /// A process group of its own: the terminal's Ctrl-C does not reach it.
        case ownGroup
        /// A session of its own, with no terminal: it outlives this process and its terminal.
        case ownSession
    }

    /// The program's path.
    public var executable: URL
    /// What follows the program's name.
    public var arguments: [String]
    /// All its variables.
    public var environment: [String: String]
    /// The child's descriptors 0, 1, 2 and so on.
    public var descriptors: [Descriptor]
    /// Whom it belongs to.
    public var group: Group

    /// Describes a child.
    public init(executable: URL, arguments: [String], environment: [String: String], descriptors: [Descriptor], group: Group) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.descriptors = descriptors
        self.group = group
    }

    /// Starts the child, every signal at the system's default and none blocked. The caller collects it.
    /// - Returns: The child's process id.
    /// - Throws: ``FoundryError`` `io` where the system refuses, `invalidArgument` where a text holds a NUL character.
    public func start() throws -> pid_t {
        let variables = environment.map { "\($0.key)=\($0.value)" }
        guard !([executable.path] + arguments + variables).contains(where: { $0.utf8.contains(0) }) else {
            throw FoundryError(
                .invalidArgument, "Could not start \(executable.path): an argument or environment variable holds a NUL character.")
        }
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

        var copies: [Int32] = []
        defer { for copy in copies { close(copy) } }
        for (target, descriptor) in descriptors.enumerated() {
            switch descriptor {
            case .file(let path, let flags): posix_spawn_file_actions_addopen(&actions, Int32(target), path, flags, 0o600)
            case .copy(let source):
                // Put out of the way first: one that stood at its place already would be left to be closed on exec, and
                // another could be overwritten before it is copied.
                let copy = fcntl(source, F_DUPFD_CLOEXEC, Int32(descriptors.count) + 8)
                guard copy >= 0 else { throw FoundryError.system("prepare the descriptors of \(executable.path)") }
                copies.append(copy)
                posix_spawn_file_actions_adddup2(&actions, copy, Int32(target))
            }
        }
        #if canImport(Darwin)
        var flags = Int32(POSIX_SPAWN_CLOEXEC_DEFAULT)
        #else
        var flags: Int32 = 0
        closeFrom(Int32(descriptors.count), &actions)
        #endif
        switch group {
        case .ownGroup: flags |= Int32(POSIX_SPAWN_SETPGROUP)
        case .ownSession: flags |= Self.newSessionFlag
        }
        posix_spawnattr_setpgroup(&attributes, 0)
        setSignals(&attributes)
        posix_spawnattr_setflags(&attributes, Int16(flags | Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)))

        var pid: pid_t = 0
        let code = withCStrings([executable.path] + arguments) { argv in
            withCStrings(variables) { envp in posix_spawn(&pid, executable.path, &actions, &attributes, argv, envp) }
        }
        guard code == 0 else { throw FoundryError.system("start \(executable.path)", errno: code) }
        return pid
    }

    #if canImport(Darwin)
    private static let newSessionFlag = Int32(POSIX_SPAWN_SETSID)
    private func setSignals(_ attributes: inout posix_spawnattr_t?) {
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
    }
    #else
    /// `POSIX_SPAWN_SETSID`, which the C library shows only to those who define `_GNU_SOURCE`.
    private static let newSessionFlag: Int32 = 0x80
    private func setSignals(_ attributes: inout posix_spawnattr_t) {
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in Int32(1)..<32 where signal != SIGKILL && signal != SIGSTOP { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
    }
    #endif

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
