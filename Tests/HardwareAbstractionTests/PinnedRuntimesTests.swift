import FoundryCore
import FoundryTestSupport
import Foundation
import HardwareAbstraction
import Testing

@Suite struct PinnedRuntimesTests {
    @Test(arguments: Platform.allCases) func isConsistent(_ platform: Platform) throws {
        let manifest = RuntimeManifest.pinned(for: platform)
        #expect(RuntimeManifest.isValidID(manifest.id))
        #expect(manifest.platform == platform)
        #expect(manifest.wheels.map(\.version) == [manifest.onnxRuntimeVersion, manifest.genAIVersion])
        for wheel in manifest.wheels {
            #expect(wheel.fileName.hasPrefix("\(wheel.package.replacing("-", with: "_"))-\(wheel.version)-"))
            #expect(wheel.fileName.hasSuffix(platform == .macOSARM ? "_arm64.whl" : "\(wheel.platformTag).whl"))
        }
        #expect(Set(manifest.members.map(\.fileName)).count == manifest.members.count)
        #expect(manifest.members.filter { $0.role == .onnxRuntime }.map(\.fileName) == [platform.onnxRuntimeLibraryName])
        #expect(manifest.members.filter { $0.role == .genAI }.map(\.fileName) == [platform.genAILibraryName])
        for digest in manifest.wheels.map(\.sha256) + manifest.members.map(\.sha256) {
            #expect(digest.count == 64 && digest.allSatisfy { "0123456789abcdef".contains($0) })
        }
    }

    @Test func differBetweenPlatforms() {
        let libraries = Platform.allCases.flatMap { RuntimeManifest.pinned(for: $0).members }.filter { $0.role != .licence }
        #expect(Set(libraries.map(\.sha256)).count == libraries.count)
    }

    /// The folder named by FOUNDRY_TEST_WHEELS holds the published wheels, in itself or in folders of one platform each.
    private static let wheels = ProcessInfo.processInfo.environment["FOUNDRY_TEST_WHEELS"].map {
        URL(filePath: $0, directoryHint: .isDirectory)
    }

    @Test(.enabled(if: wheels != nil, "FOUNDRY_TEST_WHEELS names no folder"), arguments: Platform.allCases)
    func installsFromTheRealWheels(_ platform: Platform) async throws {
        let manifest = RuntimeManifest.pinned(for: platform)
        let root = try #require(Self.wheels)
        let folders = [root] + ((try? FileManager.default.contentsOfDirectory(at: root, includingPropertiesForKeys: nil)) ?? [])
        let source = folders.first { folder in
            manifest.wheels.allSatisfy { FileManager.default.fileExists(atPath: folder.appending(path: $0.fileName).path) }
        }
        guard let source else {
            print("No wheels for \(platform.rawValue) in \(root.path).")
            return
        }
        let folder = try TemporaryDirectory()
        let directories = FoundryDirectories(home: folder.url)
        _ = try await RuntimeInstaller(directories: directories, manifest: manifest, environment: [:]).install(from: source)
        let store = RuntimeStore(directories: directories, manifest: manifest)
        #expect(try await store.verify(manifest.id).problems == [])
        let locator = RuntimeLocator(environment: [:], executable: nil, directories: directories, manifest: manifest)
        #expect(try locator.locate().genAIVersion == manifest.genAIVersion)
    }

    /// It downloads 34 MB, so it is for those who ask.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["FOUNDRY_TEST_INDEX"] == "1", "FOUNDRY_TEST_INDEX is not 1"))
    func installsFromThePackageIndex() async throws {
        let manifest = RuntimeManifest.pinned(for: try Platform.current())
        let folder = try TemporaryDirectory()
        let directories = FoundryDirectories(home: folder.url)
        let environment = ProcessInfo.processInfo.environment
        _ = try await RuntimeInstaller(directories: directories, manifest: manifest, environment: environment).install()
        let store = RuntimeStore(directories: directories, manifest: manifest)
        #expect(try await store.verify(manifest.id).problems == [])
    }
}
