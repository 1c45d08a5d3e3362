import FoundryTestSupport
import Foundation

/// A folder of shell scripts that stand for programs in `PATH`.
struct FakeTools {
    let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    func add(_ name: String, _ script: String) throws {
        let url = folder.url.appending(path: name)
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: url)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
    }

    /// Only these tools are found, the shell's own apart.
    func environment(_ more: [String: String] = [:]) throws -> [String: String] {
        for name in ["cp", "cut", "cat", "sleep"] where !FileManager.default.fileExists(atPath: folder.url.appending(path: name).path) {
            try FileManager.default.createSymbolicLink(
                at: folder.url.appending(path: name), withDestinationURL: URL(filePath: "/bin/\(name)"))
        }
        return more.merging(["PATH": folder.url.path]) { $1 }
    }
}
