package import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What a folder takes up on the disk.
package struct FolderContents: Sendable, Equatable {
    /// All files' sizes in bytes.
    package private(set) var bytes: Int64 = 0
    /// When a file was last changed.
    package private(set) var modified = Date(timeIntervalSince1970: 0)

    /// Adds up a folder's files, to a bounded depth. Linked files count with their size, linked folders not at all; what cannot
    /// be read counts for nothing.
    package init(of folder: URL) { add(folder.path, depth: 0) }

    private mutating func add(_ path: String, depth: Int) {
        guard depth < 6 else { return }
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
            let entry = "\(path)/\(name)"
            var status = stat()
            guard lstat(entry, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                add(entry, depth: depth + 1)
                continue
            }
            guard stat(entry, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            bytes = bytes.addingReportingOverflow(Int64(status.st_size)).partialValue
            #if canImport(Darwin)
            let time = status.st_mtimespec
            #else
            let time = status.st_mtim
            #endif
            modified = max(modified, Date(timeIntervalSince1970: Double(time.tv_sec)))
        }
    }
}
