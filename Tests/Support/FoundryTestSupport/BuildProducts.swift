public import Foundation

/// The folder that the build puts its products in, where tests find the program and the fake library.
public enum BuildProducts {
    /// The folder of this test run.
    public static var directory: URL {
        #if os(macOS)
        for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") { return bundle.bundleURL.deletingLastPathComponent() }
        #endif
        return Bundle.main.bundleURL
    }

    /// The `foundry` program.
    public static var foundry: URL { directory.appending(path: "foundry") }

    /// A dynamic library that the package builds.
    public static func library(_ name: String) -> URL {
        #if os(macOS)
        directory.appending(path: "lib\(name).dylib")
        #else
        directory.appending(path: "lib\(name).so")
        #endif
    }
}
