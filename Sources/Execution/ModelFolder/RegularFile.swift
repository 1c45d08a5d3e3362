import FoundryCore
package import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// An open regular file, read at offsets. Reading past a file that shrinks meanwhile is an error, where mapped memory would be a crash.
package final class RegularFile: Sendable {
    /// The file's size in bytes when it was opened.
    package let size: Int
    /// The file's name and folder, as messages say it: `model.onnx in /models/x`.
    package let label: String
    private let descriptor: Int32

    /// Opens a file for reading, through symbolic links.
    /// - Throws: ``FoundryError`` `notFound` or `io`, or `corrupt` where it is a folder, a pipe or another special file.
    package init(_ url: URL) throws {
        label = Self.label(url)
        // Not blocking, so that a pipe put where a file should be does not hold the caller.
        descriptor = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let number = errno
            guard number == ENOENT || number == ENOTDIR else { throw FoundryError.system("open \(url.path)", errno: number) }
            throw FoundryError(.notFound, "\(label): there is no such file.")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let number = errno
            close(descriptor)
            throw FoundryError.system("examine \(url.path)", errno: number)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw FoundryError(.corrupt, "\(label): it is no regular file. Put the real file in its place.")
        }
        size = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// Reads bytes at an offset.
    /// - Parameters:
    ///   - offset: The first byte's place in the file.
    ///   - count: How many bytes; fewer come back only where the file ends.
    /// - Throws: ``FoundryError`` `io`.
    package func read(at offset: Int, count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, filled in
            while filled < count {
                let result = pread(descriptor, buffer.baseAddress?.advanced(by: filled), count - filled, off_t(offset + filled))
                if result < 0 {
                    if errno == EINTR { continue }
                    throw FoundryError.system("read \(label)")
                }
                if result == 0 { break }
                filled += result
            }
        }
    }

    /// Reads a whole file that is meant to be small.
    /// - Parameters:
    ///   - url: The file.
    ///   - limit: The most bytes it may have.
    /// - Throws: What ``init(_:)`` and ``read(at:count:)`` throw, and `corrupt` where it is larger than the limit.
    package static func contents(of url: URL, limit: Int) throws -> [UInt8] {
        let file = try RegularFile(url)
        guard file.size <= limit else {
            throw FoundryError(.corrupt, "\(file.label): it has \(file.size) bytes, more than the \(limit) such a file may have.")
        }
        return try file.read(at: 0, count: file.size)
    }

    /// A file's name and folder, as messages say it.
    package static func label(_ url: URL) -> String { "\(url.lastPathComponent) in \(url.deletingLastPathComponent().path)" }
}
