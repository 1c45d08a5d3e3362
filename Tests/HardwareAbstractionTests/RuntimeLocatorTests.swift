import FoundryCore
import FoundryTestSupport
import Foundation
import Testing

@testable import HardwareAbstraction

@Suite struct RuntimeLocatorTests {
    private let fake: FakeRuntime

    init() throws { fake = try FakeRuntime() }

    private var executable: URL { fake.folder.url.appending(path: "prefix/bin/foundry") }

    private func locate(environment: [String: String] = [:]) throws -> NativeRuntime {
        try RuntimeLocator(environment: environment, executable: executable, directories: fake.directories, manifest: fake.manifest)
            .locate()
    }

    private func put(_ names: [String], in path: String) throws -> URL {
        let folder = fake.folder.url.appending(path: path, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in names { try Data().write(to: folder.appending(path: name)) }
        return folder
    }

    private static let both = ["libonnxruntime.so.1", "libonnxruntime-genai.so"]

    @Test func findsTheRuntimeOfTheHome() async throws {
        _ = try await fake.installer().install(from: fake.wheels)
        let runtime = try locate()
        #expect(runtime.source == .home && runtime.id == FakeRuntime.id)
        #expect(runtime.onnxRuntimeVersion == "9.1" && runtime.genAIVersion == "9.2")
        #expect(runtime.onnxRuntimeLibrary.path == fake.onnxRuntimeLibrary.path && runtime.genAILibrary.path == fake.genAILibrary.path)
    }

    @Test(arguments: ["prefix/bin", "prefix/lib/foundry"])
    func prefersTheRuntimeBesideTheProgram(_ path: String) async throws {
        _ = try await fake.installer().install(from: fake.wheels)
        let folder = try put(Self.both, in: path)
        let runtime = try locate()
        #expect(runtime.source == .executable)
        #expect(runtime.genAILibrary.path == folder.appending(path: "libonnxruntime-genai.so").path)
        #expect(runtime.onnxRuntimeVersion == nil)
    }

    @Test func followsALinkToTheProgram() async throws {
        _ = try put(Self.both + ["foundry"], in: "real/bin")
        _ = try put([], in: "prefix/bin")
        try FileManager.default.createSymbolicLink(at: executable, withDestinationURL: fake.folder.url.appending(path: "real/bin/foundry"))
        #expect(try locate().directory.lastPathComponent == "bin")
        #expect(try locate().directory.path.contains("real"))
    }

    @Test func prefersTheVariableToEverything() throws {
        _ = try put(Self.both, in: "prefix/bin")
        let folder = try put(Self.both, in: "named")
        let runtime = try locate(environment: ["FOUNDRY_RUNTIME_DIR": folder.path])
        #expect(runtime.source == .environment)
        #expect(runtime.onnxRuntimeLibrary.path == folder.appending(path: "libonnxruntime.so.1").path)
    }

    @Test(arguments: ["libonnxruntime.so.9.1", "libonnxruntime.so"])
    func takesOtherSpellingsOfTheLibrary(_ name: String) throws {
        let folder = try put([name, "libonnxruntime-genai.so"], in: "named")
        #expect(try locate(environment: ["FOUNDRY_RUNTIME_DIR": folder.path]).onnxRuntimeLibrary.lastPathComponent == name)
    }

    @Test(arguments: [
        ([], both), (["libonnxruntime.so.1"], ["libonnxruntime-genai.so"]), (["libonnxruntime-genai.so"], ["libonnxruntime.so.1"]),
    ])
    func doesNotFallThroughTheVariable(present: [String], missing: [String]) async throws {
        _ = try await fake.installer().install(from: fake.wheels)
        let folder = try put(present, in: "named")
        let error = try #require(await failure { _ = try locate(environment: ["FOUNDRY_RUNTIME_DIR": folder.path]) })
        #expect(error.code == .runtimeMissing)
        #expect(error.message.contains("FOUNDRY_RUNTIME_DIR"))
        #expect(Self.both.filter { error.message.contains($0) } == Self.both.filter(missing.contains))
    }

    @Test func refusesARelativeVariable() async throws {
        let error = try #require(await failure { _ = try locate(environment: ["FOUNDRY_RUNTIME_DIR": "lib"]) })
        #expect(error.code == .invalidArgument)
    }

    @Test func takesAnEmptyVariableAsUnset() async throws {
        _ = try await fake.installer().install(from: fake.wheels)
        #expect(try locate(environment: ["FOUNDRY_RUNTIME_DIR": ""]).source == .home)
    }

    @Test func namesTheCommandThatInstalls() async throws {
        let error = try #require(await failure { _ = try locate() })
        #expect(error.code == .runtimeMissing)
        #expect(error.message.hasSuffix("Run: foundry runtime install"))
    }

    @Test func looksForThePinnedRuntimeUnlessToldOtherwise() async throws {
        let locator = try RuntimeLocator(environment: [:], executable: nil, directories: fake.directories)
        let error = try #require(await failure { _ = try locator.locate() })
        #expect(error.code == .runtimeMissing)
        let pinned = RuntimeManifest.pinned(for: try Platform.current())
        #expect(error.message.contains(pinned.id))
    }

    @Test func refusesHalfARuntimeBesideTheProgram() async throws {
        _ = try put(["libonnxruntime-genai.so"], in: "prefix/bin")
        let error = try #require(await failure { _ = try locate() })
        #expect(error.code == .corrupt && error.message.contains("libonnxruntime.so.1"))
    }

    @Test func passesOnnxRuntimeAloneBesideTheProgram() async throws {
        _ = try await fake.installer().install(from: fake.wheels)
        _ = try put(["libonnxruntime.so.1"], in: "prefix/bin")
        #expect(try locate().source == .home)
    }

    @Test(arguments: [
        RuntimeDamage("missing library") { try FileManager.default.removeItem(at: $0.genAILibrary) },
        RuntimeDamage("library cut off") { try Data("x".utf8).write(to: $0.onnxRuntimeLibrary) },
        RuntimeDamage("missing runtime.json") { try FileManager.default.removeItem(at: $0.recordFile) },
        RuntimeDamage("damaged runtime.json") { try Data("[]".utf8).write(to: $0.recordFile) },
        RuntimeDamage("runtime.json of another platform") { try $0.editRecord { $0.replacing("linux-x86_64", with: "macos-arm64") } },
        RuntimeDamage("digests changed") {
            try $0.editRecord { $0.replacing(FileDigest.sha256(of: Data("library two".utf8)), with: String(repeating: "0", count: 64)) }
        },
        RuntimeDamage("empty folder") {
            for url in [$0.genAILibrary, $0.onnxRuntimeLibrary, $0.recordFile] { try FileManager.default.removeItem(at: url) }
        },
    ])
    func namesTheMendingCommand(_ damage: RuntimeDamage) async throws {
        _ = try await fake.installer().install(from: fake.wheels)
        try damage.cause(fake)
        let error = try #require(await failure { _ = try locate() })
        #expect(error.code == .corrupt)
        #expect(error.message.hasSuffix("Run: foundry runtime install --force"))
    }
}
