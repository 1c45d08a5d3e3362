import FoundryCore
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// An open regular file, closed when the value goes away.
final class FileDescriptor: Sendable {
    let number: Int32
    let path: String
    /// The file's size when it was opened, in bytes.
    let size: Int64

    private init(number: Int32, path: String, size: Int64) {
        self.number = number
        self.path = path
        self.size = size
    }

    deinit { close(number) }

    /// Opens a regular file for reading.
    /// - Parameter followsLinks: Whether the last part of the path may be a symbolic link.
    /// - Throws: ``FoundryError`` `notFound`, `io`, or `corrupt` where it is no regular file.
    static func open(reading url: URL, followsLinks: Bool = true) throws -> FileDescriptor {
        // A pipe would block the open, and reading it the program, hence O_NONBLOCK; regular files do not know it.
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followsLinks ? 0 : O_NOFOLLOW)
        let number = systemOpen(url.path, flags, 0)
        guard number >= 0 else {
            if errno == ENOENT { throw FoundryError(.notFound, "There is no file \(url.path).") }
            if errno == ELOOP { throw FoundryError(.corrupt, "\(url.path) is a symbolic link where a file is expected.") }
            throw FoundryError.system("open \(url.path)")
        }
        return try adopt(number, path: url.path)
    }

    /// Makes a file for writing; one that exists is an error.
    /// - Throws: ``FoundryError`` `io`, naming the path.
    static func create(_ url: URL, mode: mode_t) throws -> FileDescriptor {
        let number = systemOpen(url.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard number >= 0 else { throw FoundryError.system("create \(url.path)") }
        return try adopt(number, path: url.path)
    }

    private static func adopt(_ number: Int32, path: String) throws -> FileDescriptor {
        var status = stat()
        guard fstat(number, &status) == 0 else {
            let error = FoundryError.system("examine \(path)")
            close(number)
            throw error
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(number)
            throw FoundryError(.corrupt, "\(path) is not a regular file.")
        }
        return FileDescriptor(number: number, path: path, size: Int64(status.st_size))
    }

    /// Reads up to the buffer's size from an offset.
    /// - Returns: The number of bytes read; fewer than asked only at the file's end.
    /// - Throws: ``FoundryError`` `io`, naming the path.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws -> Int {
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let count = pread(number, rest.baseAddress, rest.count, off_t(offset) + off_t(filled))
            if count < 0 {
                if errno == EINTR { continue }
                throw FoundryError.system("read \(path)")
            }
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    /// Reads exactly so many bytes.
    /// - Throws: ``FoundryError`` `io`, or `corrupt` where the file ends before.
    func bytes(at offset: Int64, count: Int) throws -> [UInt8] {
        let bytes = try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = try read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
        }
        guard bytes.count == count else { throw FoundryError(.corrupt, "\(path) ends within \(count) bytes at \(offset).") }
        return bytes
    }

    /// Flushes the content to the disk.
    func synchronize() throws {
        guard fsync(number) == 0 else { throw FoundryError.system("flush \(path)") }
    }

    /// Writes all bytes to a descriptor.
    /// - Parameter path: What to call the file in an error.
    static func write(_ bytes: UnsafeRawBufferPointer, to number: Int32, path: String) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let buffer = UnsafeRawBufferPointer(rebasing: rest)
            let count = systemWrite(number, buffer.baseAddress, buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw FoundryError.system("write \(path)")
            }
            rest = rest.dropFirst(count)
        }
    }
}

// The C library's functions, which the type's own names hide.
private func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
private func systemWrite(_ number: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(number, bytes, count) }
