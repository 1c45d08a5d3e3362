public import Foundation

/// The test data that lies outside the repository: real configurations, models and broken models.
public enum SharedData {
    /// Finds a folder or file of the test data.
    /// - Parameter path: The path below the data's root, such as `data/models/tinytalk`.
    /// - Returns: Its address below `FOUNDRY_SHARED`, else below `shared` beside the package; nil where it is absent.
    public static func folder(_ path: String) -> URL? {
        let root =
            ProcessInfo.processInfo.environment["FOUNDRY_SHARED"].map { URL(filePath: $0) }
            ?? packageRoot.deletingLastPathComponent().appending(path: "shared")
        let url = root.appending(path: path)
        return FileManager.default.fileExists(atPath: url.path) ? url : nil
    }

    /// This file lies in Tests/Support/FoundryTestSupport of the package.
    private static var packageRoot: URL {
        (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    }
}
