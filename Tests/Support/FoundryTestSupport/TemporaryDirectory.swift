public import Foundation

/// A folder of a test's own, removed with everything in it when the value goes away.
public final class TemporaryDirectory: Sendable {
    /// The folder, without symbolic links in its path.
    public let url: URL

    /// Makes an empty folder below the system's temporary folder.
    /// - Throws: The file system's error.
    public init() throws {
        let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
        url = base.appending(path: "foundry-test-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}
