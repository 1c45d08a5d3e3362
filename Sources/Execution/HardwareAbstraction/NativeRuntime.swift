public import Foundation

/// A native runtime that can be loaded: where its libraries are, and how they were found.
public struct NativeRuntime: Sendable, Equatable {
    /// How a runtime was found.
    public enum Source: String, Sendable, Codable {
        /// The environment variable ``RuntimeLocator/variable`` names its folder.
        case environment
        /// It came with the program.
        case executable
        /// It was installed into the home.
        case home
    }

    /// The runtime's name; for one without `runtime.json` its folder's path.
    public let id: String
    /// The version of ONNX Runtime, where `runtime.json` tells it.
    public let onnxRuntimeVersion: String?
    /// The version of ONNX Runtime GenAI, where `runtime.json` tells it.
    public let genAIVersion: String?
    /// The folder of the libraries.
    public let directory: URL
    /// The ONNX Runtime library. It is loaded first, by this path: GenAI then finds it by its name.
    public let onnxRuntimeLibrary: URL
    /// The ONNX Runtime GenAI library.
    public let genAILibrary: URL
    /// How it was found.
    public let source: Source
}
