public import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// An exclusive lock on a file (`flock`), held as long as the value lives; the system lets go of it when the process ends.
public final class FileLock: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit {
        // Not left to `close`: a child process between fork and exec still has the descriptor.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Takes the lock if nobody holds it.
    /// - Parameter url: The file, made where it is missing; its folder must exist.
    /// - Returns: The lock, or nil where another process (or another lock of this one) holds it.
    /// - Throws: ``FoundryError`` `io`, naming the path.
    public static func tryAcquire(_ url: URL) throws -> FileLock? { try acquire(url, flags: LOCK_EX | LOCK_NB) }

    /// Waits for the lock. It blocks the calling thread: only for locks held for moments.
    /// - Parameter url: The file, made where it is missing; its folder must exist.
    /// - Throws: ``FoundryError`` `io`, naming the path.
    public static func acquire(_ url: URL) throws -> FileLock {
        guard let lock = try acquire(url, flags: LOCK_EX) else { throw FoundryError(.io, "Could not lock \(url.path).") }
        return lock
    }

    /// Whether somebody holds the lock. A file that is not there is not held.
    /// - Parameter url: The file.
    public static func isHeld(_ url: URL) -> Bool {
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer {
            flock(descriptor, LOCK_UN)
            close(descriptor)
        }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// Replaces the file's content with a note about its holder, for people and for those who wait.
    /// - Throws: ``FoundryError`` `io`.
    public func write(_ note: String) throws {
        let bytes = Array(note.utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
            throw FoundryError.system("write a lock file")
        }
    }

    private static func acquire(_ url: URL, flags: Int32) throws -> FileLock? {
        let descriptor = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FoundryError.system("open the lock file \(url.path)") }
        while flock(descriptor, flags) != 0 {
            let number = errno
            if number == EINTR { continue }
            // Somebody who only looks shares the lock for a moment; a holder does not.
            if number == EWOULDBLOCK, flock(descriptor, LOCK_SH | LOCK_NB) == 0 {
                flock(descriptor, LOCK_UN)
                continue
            }
            close(descriptor)
            if number == EWOULDBLOCK { return nil }
            throw FoundryError.system("lock \(url.path)", errno: number)
        }
        return FileLock(descriptor: descriptor)
    }
}
