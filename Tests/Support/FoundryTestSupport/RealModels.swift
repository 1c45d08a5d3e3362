public import Foundation
import FoundryCore
public import HardwareAbstraction

/// What tests with real models need: an installed runtime, and the shared data beside the package.
public enum RealModels {
    /// Whether such a test may not be skipped, as in CI.
    public static var isRequired: Bool { SharedData.isRequired }

    /// Whether such a test can run, or has to fail where it cannot.
    public static var areAvailable: Bool { isRequired || (runtime != nil && folder("tinytalk") != nil) }

    /// Why a test is skipped.
    public static let reason = "needs an installed runtime (foundry runtime install) and the shared data (FOUNDRY_SHARED)"

    /// The installed runtime, nil where there is none.
    public static var runtime: NativeRuntime? {
        let environment = ProcessInfo.processInfo.environment
        guard let directories = try? FoundryDirectories(environment: environment) else { return nil }
        return try? RuntimeLocator(environment: environment, executable: BuildProducts.foundry, directories: directories).locate()
    }

    /// A model folder of the shared data, nil where it is missing.
    public static func folder(_ name: String) -> URL? { SharedData.folder("data/models/\(name)") }
}
