import FoundryCore
import FoundryTestSupport
import Foundation

@testable import HardwareAbstraction

/// A home, a folder of two tiny wheels, and the manifest that describes them.
struct FakeRuntime {
    let folder: TemporaryDirectory
    let wheels: URL
    let directories: FoundryDirectories
    let manifest: RuntimeManifest

    static let id = "fake-runtime-1"
    static let platform = Platform.linuxX86

    init() throws {
        folder = try TemporaryDirectory()
        wheels = folder.url.appending(path: "wheels", directoryHint: .isDirectory)
        directories = FoundryDirectories(home: folder.url.appending(path: "home"))
        try FileManager.default.createDirectory(at: wheels, withIntermediateDirectories: true)
        let contents: [(package: String, members: [(path: String, name: String, role: RuntimeManifest.Role, text: String)])] = [
            (
                "first",
                [
                    ("first/capi/libonnxruntime.so.9", Self.platform.onnxRuntimeLibraryName, .onnxRuntime, "library one"),
                    ("first/LICENSE", "first-LICENSE.txt", .licence, "licence"),
                ]
            ),
            ("second", [("second/bin/lib", Self.platform.genAILibraryName, .genAI, "library two")]),
        ]
        var described: [RuntimeManifest.Wheel] = []
        for (package, members) in contents {
            let entries =
                members.map { ZipBuilder.Entry($0.path, Data($0.text.utf8)) } + [.init("\(package)/not-taken.py", Data("python".utf8))]
            let archive = ZipBuilder(entries).build()
            let fileName = "\(package)-1.0-py3-none-any.whl"
            try archive.write(to: wheels.appending(path: fileName))
            described.append(
                RuntimeManifest.Wheel(
                    package: package, version: "1.0", platformTag: "any_tag", fileName: fileName, size: Int64(archive.count),
                    sha256: FileDigest.sha256(of: archive),
                    members: members.map {
                        .init(
                            path: $0.path, fileName: $0.name, role: $0.role, size: Int64($0.text.utf8.count),
                            sha256: FileDigest.sha256(of: Data($0.text.utf8)))
                    }))
        }
        manifest = Self.manifest(described)
    }

    static func manifest(_ wheels: [RuntimeManifest.Wheel]) -> RuntimeManifest {
        RuntimeManifest(id: id, platform: platform, onnxRuntimeVersion: "9.1", genAIVersion: "9.2", wheels: wheels)
    }

    var directory: URL { directories.runtimes.appending(path: Self.id, directoryHint: .isDirectory) }
    var store: RuntimeStore { RuntimeStore(directories: directories, manifest: manifest) }
    var onnxRuntimeLibrary: URL { directory.appending(path: Self.platform.onnxRuntimeLibraryName) }
    var genAILibrary: URL { directory.appending(path: Self.platform.genAILibraryName) }
    var recordFile: URL { directory.appending(path: "runtime.json") }

    func installer(environment: [String: String] = [:], manifest: RuntimeManifest? = nil) -> RuntimeInstaller {
        RuntimeInstaller(directories: directories, manifest: manifest ?? self.manifest, environment: environment)
    }

    /// What lies in the folder of runtimes, the lock apart.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directories.runtimes.path).filter { $0 != ".lock" }.sorted()
    }
}

/// The error a body throws.
func failure(_ body: () async throws -> Void) async -> FoundryError? {
    do { try await body() } catch { return error as? FoundryError }
    return nil
}
