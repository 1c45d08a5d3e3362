import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A file of one JSON string a line. Only a regular file is read or written: no link is followed, no pipe waited for.
struct HistoryFile: Sendable {
    /// Only this many bytes at the file's end are read; the line they begin in is damaged and so skipped.
    static let readLimit = 8 << 20
    /// Longer inputs stay in memory only.
    static let entryLimit = 256 << 10

    private static let mode: mode_t = 0o600

    let url: URL

    /// The inputs, oldest first; none where the file is missing.
    func load() throws(TerminalError) -> [String] {
        guard let descriptor = try openFile(O_RDONLY) else { return [] }
        defer { close(descriptor) }
        return try tail(of: descriptor).split(separator: 0x0A).compactMap { try? JSONDecoder().decode(String.self, from: Data($0)) }
    }

    /// Adds an input by one `O_APPEND` write, so that sessions side by side do not mix their lines.
    func append(_ entry: String) throws(TerminalError) {
        guard let line = line(of: entry) else { return }
        try makeFolder()
        guard let descriptor = try openFile(O_RDWR | O_APPEND | O_CREAT) else { return }
        defer { close(descriptor) }
        var last: UInt8 = 0x0A
        let end = lseek(descriptor, 0, SEEK_END)
        // A crash may have left half a line; what follows must not be glued to it.
        if end > 0 { _ = pread(descriptor, &last, 1, end - 1) }
        try write((last == 0x0A ? [] : [0x0A]) + line, to: descriptor)
    }

    /// Writes the whole file anew, beside the old one and renamed over it. A line another session adds meanwhile may be lost.
    func replace(_ entries: [String]) throws(TerminalError) {
        let temporary = url.path + ".\(getpid()).\(UInt32.random(in: 0 ... .max))"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, Self.mode)
        guard descriptor >= 0 else { throw .system("create the history file \(temporary)") }
        do throws(TerminalError) {
            defer { close(descriptor) }
            try write(entries.flatMap { line(of: $0) ?? [] }, to: descriptor)
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, url.path) == 0 else {
            let error = TerminalError.system("rename \(temporary) to \(url.path)")
            unlink(temporary)
            throw error
        }
    }

    private func line(of entry: String) -> [UInt8]? {
        guard entry.utf8.count <= Self.entryLimit, let data = try? JSONEncoder().encode(entry) else { return nil }
        return [UInt8](data) + [0x0A]
    }

    private func makeFolder() throws(TerminalError) {
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw TerminalError("Could not create the folder of the history file \(url.path): \(error.localizedDescription)")
        }
    }

    /// Nil where the file is missing and is not to be made.
    private func openFile(_ flags: Int32) throws(TerminalError) -> Int32? {
        let descriptor = open(url.path, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, Self.mode)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .system("open the history file \(url.path)")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw TerminalError("The history file \(url.path) is not a regular file: move it away.")
        }
        // Inputs are private, also in a file that came with wider permissions; where it is somebody else's this fails, and may.
        if status.st_mode & 0o777 != Self.mode { fchmod(descriptor, Self.mode) }
        return descriptor
    }

    private func tail(of descriptor: Int32) throws(TerminalError) -> [UInt8] {
        let size = Int(lseek(descriptor, 0, SEEK_END))
        let start = max(0, size - Self.readLimit)
        var bytes = [UInt8](repeating: 0, count: max(0, size - start))
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled, off_t(start + filled))
            }
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw .system("read the history file \(url.path)") }
            if count == 0 { break }
            filled += count
        }
        return Array(bytes.prefix(filled))
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) throws(TerminalError) {
        do { try DescriptorWriter.write(bytes, to: descriptor) } catch {
            throw TerminalError("Could not write the history file \(url.path): \(error.message)")
        }
    }
}
