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

    /// Whether tests that need this folder run, if only to fail because it is missing where it may not be.
    public static func isWanted(_ path: String) -> Bool { isRequired || folder(path) != nil }

    /// Whether a test may not be skipped because its data is missing, as in CI.
    public static var isRequired: Bool { ProcessInfo.processInfo.environment["FOUNDRY_REQUIRE_REAL_TESTS"] == "1" }

    /// This file lies in Tests/Support/FoundryTestSupport of the package.
    private static var packageRoot: URL {
        (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    }
}
