import FoundryCore

/// A combination of operating system and processor for which native runtimes exist.
public enum Platform: String, Sendable, CaseIterable, Codable {
    /// Linux with glibc on x86-64.
    case linuxX86 = "linux-x86_64"
    /// Linux with glibc on 64-bit ARM.
    case linuxARM = "linux-aarch64"
    /// macOS on Apple silicon.
    case macOSARM = "macos-arm64"

    /// The platform this program was built for.
    /// - Throws: ``FoundryError`` `unsupported`, naming the platforms that are known.
    public static func current() throws -> Platform {
        #if os(Linux) && arch(x86_64)
        return .linuxX86
        #elseif os(Linux) && arch(arm64)
        return .linuxARM
        #elseif os(macOS) && arch(arm64)
        return .macOSARM
        #else
        let known = allCases.map(\.rawValue).joined(separator: ", ")
        throw FoundryError(
            .unsupported,
            "No native runtime is published for this machine. Use one of: \(known)."
        )
        #endif
    }

    /// The file name of ONNX Runtime's library as its own loader entry (`SONAME`, install name) and GenAI's `dlopen` spell it.
    public var onnxRuntimeLibraryName: String {
        switch self {
        case .linuxX86, .linuxARM: "libonnxruntime.so.1"
        case .macOSARM: "libonnxruntime.1.dylib"
        }
    }

    /// The file name of the ONNX Runtime GenAI library.
    public var genAILibraryName: String {
        switch self {
        case .linuxX86, .linuxARM: "libonnxruntime-genai.so"
        case .macOSARM: "libonnxruntime-genai.dylib"
        }
    }
}
