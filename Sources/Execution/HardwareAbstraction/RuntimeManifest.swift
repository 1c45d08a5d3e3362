import Foundation

/// What a native runtime consists of on one platform: which files of which published packages, by size and SHA-256.
public struct RuntimeManifest: Sendable, Equatable {
    /// What a file of a runtime is for.
    public enum Role: String, Sendable, Codable, CaseIterable {
        /// The ONNX Runtime library.
        case onnxRuntime = "onnxruntime"
        /// The ONNX Runtime GenAI library.
        case genAI = "onnxruntime-genai"
        /// A licence or notice that must accompany the libraries.
        case licence
    }

    /// A file of a wheel that becomes a file of the runtime.
    public struct Member: Sendable, Equatable {
        /// The member's name in the wheel.
        public let path: String
        /// The file's name in the runtime's folder.
        public let fileName: String
        /// What the file is for.
        public let role: Role
        /// The file's size in bytes.
        public let size: Int64
        /// The file's SHA-256 digest, 64 lower-case hexadecimal digits.
        public let sha256: String

        /// Describes a file of a wheel.
        public init(path: String, fileName: String, role: Role, size: Int64, sha256: String) {
            self.path = path
            self.fileName = fileName
            self.role = role
            self.size = size
            self.sha256 = sha256
        }
    }

    /// A package as it is published for one platform. Format of names and tags: the Python packaging specifications.
    public struct Wheel: Sendable, Equatable {
        /// The package's name on the index.
        public let package: String
        /// The package's version.
        public let version: String
        /// The platform tag pip selects the wheel by.
        public let platformTag: String
        /// The wheel's file name.
        public let fileName: String
        /// The wheel's size in bytes.
        public let size: Int64
        /// The wheel's SHA-256 digest, 64 lower-case hexadecimal digits.
        public let sha256: String
        /// What is taken from the wheel.
        public let members: [Member]

        /// Describes a wheel.
        public init(
            package: String, version: String, platformTag: String, fileName: String, size: Int64, sha256: String, members: [Member]
        ) {
            self.package = package
            self.version = version
            self.platformTag = platformTag
            self.fileName = fileName
            self.size = size
            self.sha256 = sha256
            self.members = members
        }
    }

    /// The Python version the wheels are chosen for; nothing of Python is kept.
    public static let pythonVersion = "3.12"

    /// The runtime's name, which is also its folder's.
    public let id: String
    /// The platform the files are for.
    public let platform: Platform
    /// The version of ONNX Runtime.
    public let onnxRuntimeVersion: String
    /// The version of ONNX Runtime GenAI.
    public let genAIVersion: String
    /// The packages the files come from.
    public let wheels: [Wheel]

    /// Describes a runtime.
    public init(id: String, platform: Platform, onnxRuntimeVersion: String, genAIVersion: String, wheels: [Wheel]) {
        self.id = id
        self.platform = platform
        self.onnxRuntimeVersion = onnxRuntimeVersion
        self.genAIVersion = genAIVersion
        self.wheels = wheels
    }

    /// All files of the runtime.
    public var members: [Member] { wheels.flatMap(\.members) }

    /// Whether a text can name a runtime: letters, digits, `.`, `_`, `-`, not beginning with a dot.
    public static func isValidID(_ id: String) -> Bool { FileName.isPlain(id) && !id.hasPrefix(".") }
}

/// Names of files directly in a folder.
enum FileName {
    /// Whether a text names a file in a folder and cannot lead elsewhere.
    static func isPlain(_ name: String) -> Bool {
        let allowed = { (byte: UInt8) in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || [0x2D, 0x2E, 0x5F].contains(byte)
        }
        return (1...200).contains(name.utf8.count) && name.utf8.allSatisfy(allowed) && name != "." && name != ".."
    }
}
