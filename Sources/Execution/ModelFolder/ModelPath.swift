package import Foundation
import FoundryCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Paths that a model's files give.
package enum ModelPath {
    /// Whether a path is relative and has no step upwards, so that it stays in its folder unless a link leads out.
    package static func isPlain(_ path: String) -> Bool {
        guard !path.isEmpty, path.utf8.count <= 4096, !path.hasPrefix("/"), !path.utf8.contains(0) else { return false }
        // Windows separators count as such, as GenAI counts them.
        let parts = path.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
        return !parts.contains("..") && !(parts.first ?? "").isEmpty && !(parts.last ?? "").isEmpty
    }

    /// Whether a file lies in a folder when every link is followed.
    package static func isInside(_ url: URL, folder: URL) throws -> Bool {
        guard let root = resolved(folder), let path = resolved(url) else { throw FoundryError.system("resolve \(url.path)") }
        return path.hasPrefix(root == "/" ? root : root + "/")
    }

    /// The size of a regular file in bytes; nil where there is none.
    package static func size(of url: URL) throws -> Int64? {
        var status = stat()
        guard stat(url.path, &status) == 0 else {
            guard errno == ENOENT || errno == ENOTDIR else { throw FoundryError.system("examine \(url.path)") }
            return nil
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw FoundryError(.corrupt, "\(RegularFile.label(url)): it is no regular file. Put the real file in its place.")
        }
        return Int64(status.st_size)
    }

    /// A path without links.
    package static func resolved(_ url: URL) -> String? {
        guard let path = realpath(url.path, nil) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }
}
