import FoundryCore
import FoundryTestSupport
import Foundation
import Testing

@testable import HardwareAbstraction

@Suite struct RuntimeStoreTests {
    private let fake: FakeRuntime

    init() async throws {
        fake = try FakeRuntime()
        _ = try await fake.installer().install(from: fake.wheels)
    }

    @Test func findsAnIntactRuntime() async throws {
        #expect(try await fake.store.verify(FakeRuntime.id) == .init(id: FakeRuntime.id, isPinned: true, problems: []))
    }

    @Test(arguments: [
        RuntimeDamage("changed byte", words: "SHA-256") { try Data("library TWO".utf8).write(to: $0.genAILibrary) },
        RuntimeDamage("cut off", words: "bytes instead of") { try Data("library".utf8).write(to: $0.genAILibrary) },
        RuntimeDamage("missing", words: "no file") { try FileManager.default.removeItem(at: $0.genAILibrary) },
        RuntimeDamage("link to the same content", words: "symbolic link") {
            let elsewhere = $0.folder.url.appending(path: "elsewhere")
            try FileManager.default.moveItem(at: $0.genAILibrary, to: elsewhere)
            try FileManager.default.createSymbolicLink(at: $0.genAILibrary, withDestinationURL: elsewhere)
        },
        RuntimeDamage("further library", words: "libmore.so does not belong") {
            try Data().write(to: $0.directory.appending(path: "libmore.so"))
        },
        RuntimeDamage("no runtime.json", words: "no file") { try FileManager.default.removeItem(at: $0.recordFile) },
        RuntimeDamage("damaged runtime.json", words: "damaged") { try Data("{".utf8).write(to: $0.recordFile) },
        RuntimeDamage("runtime.json with a path", words: "damaged") {
            try $0.editRecord { $0.replacing("first-LICENSE", with: "../x") }
        },
        RuntimeDamage("newer runtime.json", words: "newer") {
            try $0.editRecord { $0.replacing("\"formatVersion\" : 1", with: "\"formatVersion\" : 2") }
        },
        RuntimeDamage("another platform", words: "linux-aarch64") {
            try $0.editRecord { $0.replacing("linux-x86_64", with: "linux-aarch64") }
        },
        RuntimeDamage("another name", words: "names the runtime") {
            try $0.editRecord { $0.replacing(FakeRuntime.id, with: "other") }
        },
        RuntimeDamage("library and runtime.json changed together", words: "other files, sizes or digests") {
            let changed = Data("library 222".utf8)
            try changed.write(to: $0.genAILibrary)
            let old = FileDigest.sha256(of: Data("library two".utf8))
            try $0.editRecord { $0.replacing(old, with: FileDigest.sha256(of: changed)) }
        },
    ])
    func finds(_ damage: RuntimeDamage) async throws {
        try damage.cause(fake)
        let verification = try await fake.store.verify(FakeRuntime.id)
        #expect(verification.problems.count == 1 && verification.problems[0].contains(damage.words), "\(verification.problems)")
    }

    @Test func verifiesARuntimeOfAnotherVersionAgainstItsOwnRecord() async throws {
        let next = RuntimeManifest(id: "next", platform: .linuxX86, onnxRuntimeVersion: "10", genAIVersion: "10", wheels: [])
        let store = RuntimeStore(directories: fake.directories, manifest: next)
        #expect(try await store.verify(FakeRuntime.id) == .init(id: FakeRuntime.id, isPinned: false, problems: []))
        try Data("library TWO".utf8).write(to: fake.genAILibrary)
        #expect(try await store.verify(FakeRuntime.id).problems.count == 1)
    }

    @Test func listsIntactAndDamagedRuntimes() throws {
        try FileManager.default.createDirectory(at: fake.directories.runtimes.appending(path: "broken"), withIntermediateDirectories: true)
        let list = try fake.store.list()
        #expect(list.map(\.id) == ["broken", FakeRuntime.id])
        #expect(list.map(\.isPinned) == [false, true])
        #expect(list[0].record == nil && list[0].problem != nil)
        #expect(list[1].record?.genAIVersion == "9.2" && list[1].problem == nil)
    }

    @Test func listsNothingInANewHome() throws {
        let folder = try TemporaryDirectory()
        let store = RuntimeStore(directories: FoundryDirectories(home: folder.url.appending(path: "none")), manifest: fake.manifest)
        #expect(try store.list().isEmpty)
    }

    @Test func removesARuntime() throws {
        try fake.store.remove(FakeRuntime.id)
        #expect(try fake.names().isEmpty)
    }

    @Test func removesALinkAndNotWhatItNames() throws {
        let elsewhere = fake.folder.url.appending(path: "elsewhere")
        try FileManager.default.moveItem(at: fake.directory, to: elsewhere)
        try FileManager.default.createSymbolicLink(
            at: fake.directories.runtimes.appending(path: FakeRuntime.id), withDestinationURL: elsewhere)
        try fake.store.remove(FakeRuntime.id)
        #expect(try fake.names().isEmpty)
        #expect(FileManager.default.fileExists(atPath: elsewhere.appending(path: "runtime.json").path))
    }

    @Test func doesNotRemoveDuringAnInstallation() async throws {
        let lock = try #require(try FileLock.tryAcquire(fake.store.lockFile))
        #expect(await failure { try fake.store.remove(FakeRuntime.id) }?.code == .invalidState)
        withExtendedLifetime(lock) {}
        #expect(try fake.names() == [FakeRuntime.id])
    }

    @Test(arguments: ["../home", "", ".lock", "a/b", "..", "a\u{0}"])
    func refusesNamesThatLeadElsewhere(_ id: String) async {
        #expect(await failure { try fake.store.remove(id) }?.code == .invalidArgument)
        #expect(await failure { _ = try await fake.store.verify(id) }?.code == .invalidArgument)
    }

    @Test func saysWhatIsNotInstalled() async {
        #expect(await failure { try fake.store.remove("none") }?.code == .notFound)
        #expect(await failure { _ = try await fake.store.verify("none") }?.code == .notFound)
    }
}
