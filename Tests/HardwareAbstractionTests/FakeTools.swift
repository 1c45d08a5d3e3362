import FoundryCore
import FoundryTestSupport
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A folder of shell scripts that stand for programs in `PATH`.
struct FakeTools {
    let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    func add(_ name: String, _ script: String) throws {
        let url = folder.url.appending(path: name)
        // Written by another process: a child that other tests fork meanwhile would keep a file of ours open for writing, and
        // the system runs none of those.
        let writer = ProcessSpawn(
            executable: URL(filePath: "/bin/sh"),
            arguments: ["-c", "printf %s \"$1\" > \"$2\" && chmod 755 \"$2\"", "sh", "#!/bin/sh\n\(script)\n", url.path],
            environment: [:],
            descriptors: [.file("/dev/null", flags: O_RDONLY), .file("/dev/null", flags: O_WRONLY), .file("/dev/null", flags: O_WRONLY)],
            group: .ownGroup)
        var status: Int32 = 0
        let pid = try writer.start()
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else { throw FoundryError(.io, "Could not write the script \(url.path).") }
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
