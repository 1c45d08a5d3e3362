public import FoundryCore
public import Foundation

/// Finds the native runtime to load: the folder a variable names, else one that came with the program, else the home's.
public struct RuntimeLocator: Sendable {
    /// The environment variable that names a folder with the libraries; it goes before everything else.
    public static let variable = "FOUNDRY_RUNTIME_DIR"

    private let environment: [String: String]
    private let executable: URL?
    private let store: RuntimeStore

    private var platform: Platform { store.manifest.platform }

    /// Says where to look; nothing is read yet.
    /// - Parameters:
    ///   - environment: The process's environment.
    ///   - executable: The running program's file; nil where it is not known.
    ///   - directories: The home.
    ///   - manifest: The runtime to look for in the home, in general ``RuntimeManifest/pinned(for:)``.
    public init(environment: [String: String], executable: URL?, directories: FoundryDirectories, manifest: RuntimeManifest) {
        self.environment = environment
        self.executable = executable
        store = RuntimeStore(directories: directories, manifest: manifest)
    }

    /// Finds the runtime and checks that its files are there with the right sizes. Digests are left to ``RuntimeStore/verify(_:)``.
    /// - Throws: ``FoundryError`` `runtimeMissing` where there is none, or none where the variable says, `invalidArgument`
    ///   where the variable is no absolute path, `corrupt` where a runtime is there in part or damaged.
    public func locate() throws -> NativeRuntime {
        if let value = environment[Self.variable], !value.isEmpty { return try named(by: value) }
        for folder in foldersOfProgram {
            if let runtime = try bundled(in: folder) { return runtime }
        }
        return try installed()
    }

    private func named(by value: String) throws -> NativeRuntime {
        guard value.hasPrefix("/") else {
            throw FoundryError(.invalidArgument, "\(Self.variable) is \"\(value)\"; it must be an absolute path.")
        }
        let folder = URL(filePath: value, directoryHint: .isDirectory).standardizedFileURL
        let (onnxRuntime, genAI) = (onnxRuntimeLibrary(in: folder), library(platform.genAILibraryName, in: folder))
        guard let onnxRuntime, let genAI else {
            let missing = [onnxRuntime == nil ? platform.onnxRuntimeLibraryName : nil, genAI == nil ? platform.genAILibraryName : nil]
            throw FoundryError(
                .runtimeMissing,
                "\(Self.variable) names \(folder.path), which does not hold \(missing.compactMap(\.self).joined(separator: " and ")). Set it to a folder with both libraries, or unset it."
            )
        }
        let advice = "Mend the folder \(Self.variable) names, or unset it."
        let record = try record(in: folder, advice: advice)
        return try runtime(in: folder, record, onnxRuntime: onnxRuntime, genAI: genAI, source: .environment, advice: advice)
    }

    /// Where a packager puts libraries: beside the program, or in `lib/foundry` beside its `bin`.
    private var foldersOfProgram: [URL] {
        guard let executable else { return [] }
        let folder = executable.resolvingSymlinksInPath().deletingLastPathComponent()
        return [folder, folder.deletingLastPathComponent().appending(path: "lib/foundry", directoryHint: .isDirectory)]
    }

    private func bundled(in folder: URL) throws -> NativeRuntime? {
        let (onnxRuntime, genAI) = (onnxRuntimeLibrary(in: folder), library(platform.genAILibraryName, in: folder))
        // ONNX Runtime alone may be there for another program's sake.
        guard let genAI else { return nil }
        let advice = "Install the program again, or set \(Self.variable)."
        guard let onnxRuntime else {
            throw FoundryError(
                .corrupt, "The native runtime in \(folder.path) is incomplete: \(platform.onnxRuntimeLibraryName) is missing. \(advice)")
        }
        let record = try record(in: folder, advice: advice)
        return try runtime(in: folder, record, onnxRuntime: onnxRuntime, genAI: genAI, source: .executable, advice: advice)
    }

    private func installed() throws -> NativeRuntime {
        let folder = store.directory(store.manifest.id)
        guard RuntimeStore.exists(folder) else {
            throw FoundryError(.runtimeMissing, "The native runtime \(store.manifest.id) is not installed. Run: foundry runtime install")
        }
        let advice = "Run: foundry runtime install --force"
        let record = try record(in: folder, advice: advice)
        guard let record, let onnxRuntime = record.file(.onnxRuntime), let genAI = record.file(.genAI) else {
            throw FoundryError(
                .corrupt, "The native runtime in \(folder.path) is incomplete: \(RuntimeRecord.fileName) is missing. \(advice)")
        }
        if let problem = store.mismatches(of: record, in: folder).first {
            throw FoundryError(.corrupt, "The native runtime in \(folder.path) is damaged: \(problem) \(advice)")
        }
        return try runtime(
            in: folder, record, onnxRuntime: folder.appending(path: onnxRuntime.name), genAI: folder.appending(path: genAI.name),
            source: .home, advice: advice)
    }

    /// Checks the files against `runtime.json` where there is one.
    private func runtime(
        in folder: URL, _ record: RuntimeRecord?, onnxRuntime: URL, genAI: URL, source: NativeRuntime.Source, advice: String
    ) throws -> NativeRuntime {
        for file in record?.files ?? [] {
            let url = folder.appending(path: file.name)
            let size: Int64
            do { size = try FileDescriptor.open(reading: url, followsLinks: source != .home).size } catch {
                throw FoundryError(
                    .corrupt, "The native runtime in \(folder.path) is incomplete: \(FoundryError.wrapping(error).message) \(advice)")
            }
            guard size == file.size else {
                throw FoundryError(
                    .corrupt,
                    "The native runtime in \(folder.path) is damaged: \(file.name) has \(size) bytes instead of \(file.size). \(advice)")
            }
        }
        return NativeRuntime(
            id: record?.id ?? folder.path, onnxRuntimeVersion: record?.onnxRuntimeVersion, genAIVersion: record?.genAIVersion,
            directory: folder, onnxRuntimeLibrary: onnxRuntime, genAILibrary: genAI, source: source)
    }

    private func record(in folder: URL, advice: String) throws -> RuntimeRecord? {
        do { return try RuntimeRecord.read(in: folder) } catch let error as FoundryError {
            if error.code == .notFound { return nil }
            throw FoundryError(error.code, "\(error.message) \(advice)", cause: error.cause)
        }
    }

    /// ONNX Runtime by the name the loader knows, or by the name with its full version that wheels and releases give it.
    private func onnxRuntimeLibrary(in folder: URL) -> URL? {
        let version = store.manifest.onnxRuntimeVersion
        let names =
            switch platform {
            case .linuxX86, .linuxARM: [platform.onnxRuntimeLibraryName, "libonnxruntime.so.\(version)", "libonnxruntime.so"]
            case .macOSARM: [platform.onnxRuntimeLibraryName, "libonnxruntime.\(version).dylib", "libonnxruntime.dylib"]
            }
        return names.lazy.compactMap { library($0, in: folder) }.first
    }

    private func library(_ name: String, in folder: URL) -> URL? {
        let url = folder.appending(path: name)
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && !isFolder.boolValue ? url : nil
    }
}
