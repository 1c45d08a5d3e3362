public import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Writes files so that a reader sees the old content or the new, and a crash leaves one of the two.
public enum AtomicFile {
    /// Replaces a file's content: written beside it, flushed to the disk, renamed over it.
    /// - Parameters:
    ///   - data: The new content.
    ///   - url: The file; its folder is made where it is missing.
    ///   - mode: The file's permission bits.
    /// - Throws: ``FoundryError`` `io`, naming the path.
    public static func write(_ data: Data, to url: URL, mode: mode_t = 0o600) throws {
        let folder = url.deletingLastPathComponent()
        try createDirectory(folder)
        let temporary = folder.appending(path: ".\(url.lastPathComponent).\(getpid()).\(UInt64.random(in: 0 ... .max))").path
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw FoundryError.system("create \(temporary)") }
        do {
            defer { close(descriptor) }
            try writeAll(data, to: descriptor, path: temporary)
            guard fsync(descriptor) == 0 else { throw FoundryError.system("flush \(temporary)") }
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, url.path) == 0 else {
            let error = FoundryError.system("rename \(temporary) to \(url.path)")
            unlink(temporary)
            throw error
        }
        try synchronizeDirectory(folder)
    }

    /// Makes a folder and those above it; one that exists is left as it is.
    /// - Parameters:
    ///   - url: The folder.
    ///   - mode: Permission bits of the folders it makes.
    /// - Throws: ``FoundryError`` `io`, naming the path.
    public static func createDirectory(_ url: URL, mode: Int = 0o755) throws {
        do {
            try FileManager.default.createDirectory(
                at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: mode])
        } catch {
            throw FoundryError(.io, "Could not create the folder \(url.path): \(error.localizedDescription)", cause: nil)
        }
    }

    /// Flushes a folder's entries, so that a rename within it survives a power failure.
    /// - Throws: ``FoundryError`` `io`, naming the path.
    public static func synchronizeDirectory(_ url: URL) throws {
        let descriptor = open(url.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FoundryError.system("open the folder \(url.path)") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FoundryError.system("flush the folder \(url.path)") }
    }

    /// Writes all of the data, however often the system takes only part of it.
    private static func writeAll(_ data: Data, to descriptor: Int32, path: String) throws {
        try data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
            var rest = bytes[...]
            while !rest.isEmpty {
                let buffer = UnsafeRawBufferPointer(rebasing: rest)
                let count = systemWrite(descriptor, buffer.baseAddress, buffer.count)
                if count < 0 {
                    if errno == EINTR { continue }
                    throw FoundryError.system("write \(path)")
                }
                rest = rest.dropFirst(count)
            }
        }
    }
}

/// The C library's `write`, which the type's own `write` hides.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(descriptor, bytes, count) }
