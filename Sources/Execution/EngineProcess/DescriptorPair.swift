import FoundryCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Two descriptors that are each other's other end.
struct DescriptorPair {
    var first: Int32
    var second: Int32

    /// Two connected stream sockets, closed on exec.
    static func sockets() throws -> DescriptorPair {
        var ends: [Int32] = [-1, -1]
        #if canImport(Darwin)
        guard socketpair(AF_UNIX, SOCK_STREAM, 0, &ends) == 0 else { throw FoundryError.system("make a socket pair") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        #else
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw FoundryError.system("make a socket pair") }
        #endif
        return DescriptorPair(first: ends[0], second: ends[1])
    }

    /// A pipe, closed on exec: the first end reads, the second writes.
    static func pipe() throws -> DescriptorPair {
        var ends: [Int32] = [-1, -1]
        guard systemPipe(&ends) == 0 else { throw FoundryError.system("make a pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return DescriptorPair(first: ends[0], second: ends[1])
    }
}

/// The C library's `pipe`, which the type's own name hides. `pipe2` is not visible from Swift; between this call and
/// close-on-exec another thread may start a child, whose start closes all but its own descriptors.
private func systemPipe(_ ends: UnsafeMutablePointer<Int32>) -> Int32 { pipe(ends) }
