import FoundryCore
import FoundryTestSupport
import Foundation
import Synchronization
import Testing

@testable import HardwareAbstraction

@Suite struct RuntimeInstallerTests {
    private let fake: FakeRuntime

    init() throws { fake = try FakeRuntime() }

    private func text(_ url: URL) throws -> String { try String(contentsOf: url, encoding: .utf8) }

    @Test func installsOnlyWhatTheManifestNames() async throws {
        let outcome = try await fake.installer().install(from: fake.wheels)
        guard case .installed(let record) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(record.id == FakeRuntime.id && record.onnxRuntimeVersion == "9.1" && record.genAIVersion == "9.2")
        #expect(try fake.names() == [FakeRuntime.id])
        let names = try FileManager.default.contentsOfDirectory(atPath: fake.directory.path).sorted()
        #expect(names == ["first-LICENSE.txt", "libonnxruntime-genai.so", "libonnxruntime.so.1", "runtime.json"])
        #expect(try text(fake.onnxRuntimeLibrary) == "library one")
        #expect(try text(fake.genAILibrary) == "library two")
        #expect(try RuntimeRecord.read(in: fake.directory) == record)
    }

    @Test func tellsItsSteps() async throws {
        let events = Mutex<[RuntimeInstallEvent]>([])
        _ = try await fake.installer().install(from: fake.wheels) { event in events.withLock { $0.append(event) } }
        #expect(
            events.withLock(\.self) == [
                .verifying(fileName: "first-1.0-py3-none-any.whl"), .unpacking(fileName: "libonnxruntime.so.1", size: 11),
                .unpacking(fileName: "first-LICENSE.txt", size: 7), .verifying(fileName: "second-1.0-py3-none-any.whl"),
                .unpacking(fileName: "libonnxruntime-genai.so", size: 11),
            ])
    }

    @Test func leavesAnIntactRuntimeAlone() async throws {
        let first = try await fake.installer().install(from: fake.wheels).record
        // Without wheels and without pip: nothing is fetched.
        #expect(try await fake.installer().install() == .alreadyInstalled(first))
    }

    @Test func reinstallsByForce() async throws {
        _ = try await fake.installer().install(from: fake.wheels)
        guard case .installed = try await fake.installer().install(from: fake.wheels, force: true) else {
            Issue.record("It was not installed again.")
            return
        }
        #expect(try fake.names() == [FakeRuntime.id])
        #expect(try await fake.store.verify(FakeRuntime.id).isIntact)
    }

    @Test func replacesADamagedRuntime() async throws {
        _ = try await fake.installer().install(from: fake.wheels)
        try Data("library 2!!".utf8).write(to: fake.genAILibrary)
        let events = Mutex<[RuntimeInstallEvent]>([])
        guard
            case .installed = try await fake.installer().install(
                from: fake.wheels, progress: { event in events.withLock { $0.append(event) } })
        else {
            Issue.record("The damage was not noticed.")
            return
        }
        guard case .replacing(let problems)? = events.withLock(\.first) else {
            Issue.record("The damage was not told.")
            return
        }
        #expect(problems.count == 1 && problems[0].contains("libonnxruntime-genai.so"))
        #expect(try text(fake.genAILibrary) == "library two")
    }

    @Test func keepsTheOldRuntimeWhereReplacingFails() async throws {
        _ = try await fake.installer().install(from: fake.wheels)
        try FileManager.default.removeItem(at: fake.wheels.appending(path: "second-1.0-py3-none-any.whl"))
        #expect(await failure { _ = try await fake.installer().install(from: fake.wheels, force: true) }?.code == .notFound)
        #expect(try await fake.store.verify(FakeRuntime.id).isIntact)
        #expect(try fake.names() == [FakeRuntime.id])
    }

    @Test func namesMissingWheels() async throws {
        let empty = fake.folder.url
        let error = try #require(await failure { _ = try await fake.installer().install(from: empty) })
        #expect(error.code == .notFound)
        for wheel in fake.manifest.wheels { #expect(error.message.contains(wheel.fileName)) }
        #expect(try fake.names().isEmpty)
    }

    @Test(arguments: [0, 100]) func refusesADamagedWheel(at offset: Int) async throws {
        let url = fake.wheels.appending(path: "second-1.0-py3-none-any.whl")
        var data = try Data(contentsOf: url)
        data[offset] ^= 1
        try data.write(to: url)
        let error = try #require(await failure { _ = try await fake.installer().install(from: fake.wheels) })
        #expect(error.code == .corrupt)
        #expect(error.message.contains(url.path) && error.message.contains(FileDigest.sha256(of: data)))
        #expect(error.message.contains(fake.manifest.wheels[1].sha256))
        #expect(try fake.names().isEmpty, "something was left behind")
    }

    @Test func refusesAWheelOfAnotherSize() async throws {
        let url = fake.wheels.appending(path: "first-1.0-py3-none-any.whl")
        try (try Data(contentsOf: url) + [0]).write(to: url)
        let error = try #require(await failure { _ = try await fake.installer().install(from: fake.wheels) })
        #expect(error.code == .corrupt)
        #expect(error.message.contains("\(fake.manifest.wheels[0].size + 1) bytes instead of \(fake.manifest.wheels[0].size)"))
    }

    /// A wheel with the right digest whose member is not the pinned one cannot be, unless the manifest is wrong; both are checked.
    @Test(arguments: [
        ("second/bin/lib", Int64(11), "0000", "SHA-256"), ("second/bin/lib", 12, "", "does not hold"),
        ("second/none", 11, "", "does not hold"),
    ])
    func refusesAMemberThatIsNotThePinnedOne(path: String, size: Int64, digest: String, words: String) async throws {
        let wheel = fake.manifest.wheels[1]
        let member = RuntimeManifest.Member(path: path, fileName: "lib", role: .genAI, size: size, sha256: digest)
        let changed = RuntimeManifest.Wheel(
            package: wheel.package, version: wheel.version, platformTag: wheel.platformTag, fileName: wheel.fileName, size: wheel.size,
            sha256: wheel.sha256, members: [member])
        let manifest = FakeRuntime.manifest([fake.manifest.wheels[0], changed])
        let error = try #require(await failure { _ = try await fake.installer(manifest: manifest).install(from: fake.wheels) })
        #expect(error.code == .corrupt && error.message.contains(words))
        #expect(try fake.names().isEmpty)
    }

    @Test func removesWhatACrashLeft() async throws {
        let leftover = fake.store.temporaryURL(FakeRuntime.id)
        try FileManager.default.createDirectory(at: leftover.appending(path: "content"), withIntermediateDirectories: true)
        try Data("half".utf8).write(to: leftover.appending(path: "content/libonnxruntime.so.1"))
        let foreign = fake.directories.runtimes.appending(path: ".kept")
        try Data().write(to: foreign)
        let events = Mutex<[RuntimeInstallEvent]>([])
        _ = try await fake.installer().install(from: fake.wheels) { event in events.withLock { $0.append(event) } }
        #expect(events.withLock(\.first) == .removedLeftover(leftover.lastPathComponent))
        #expect(try fake.names() == [".kept", FakeRuntime.id])
    }

    @Test func twoInstallersDoTheWorkOnce() async throws {
        let fake = fake
        let outcomes = try await withThrowingTaskGroup(of: RuntimeInstallOutcome.self) { group in
            for _ in 0..<2 { group.addTask { try await fake.installer().install(from: fake.wheels) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let installed = outcomes.filter { if case .installed = $0 { true } else { false } }
        #expect(installed.count == 1)
        #expect(outcomes[0].record == outcomes[1].record)
        #expect(try fake.names() == [FakeRuntime.id])
    }

    @Test func waitsForAnotherInstallerUntilCancelled() async throws {
        try AtomicFile.createDirectory(fake.directories.runtimes)
        let lock = try #require(try FileLock.tryAcquire(fake.store.lockFile))
        let (waiting, waits) = AsyncStream.makeStream(of: Void.self)
        let fake = fake
        let task = Task {
            try await fake.installer().install(from: fake.wheels) { if $0 == .waiting { waits.yield() } }
        }
        for await _ in waiting { break }
        task.cancel()
        #expect(await failure { _ = try await task.value }?.code == .cancelled)
        withExtendedLifetime(lock) {}
        #expect(try fake.names().isEmpty)
    }

    @Test func fetchesWheelsThroughPip() async throws {
        let tools = try FakeTools()
        // The last argument but one is the folder, the last one the requirement.
        try tools.add(
            "python3", "[ \"$3\" = --version ] || cp \"$WHEELS\"/$(eval echo \\${$#} | cut -d= -f1)-* \"$(eval echo \\${$(($#-1))})\"")
        let installer = fake.installer(environment: try tools.environment(["WHEELS": fake.wheels.path]))
        let events = Mutex<[RuntimeInstallEvent]>([])
        guard case .installed = try await installer.install(progress: { event in events.withLock { $0.append(event) } }) else {
            Issue.record("It was not installed.")
            return
        }
        #expect(events.withLock(\.first) == .downloading(fileName: "first-1.0-py3-none-any.whl", size: fake.manifest.wheels[0].size))
        #expect(try fake.names() == [FakeRuntime.id])
    }
}
