import Foundation
import FoundryCore
import FoundryTestSupport
import Testing

@testable import ServiceHost

struct ServiceFilesTests {
    private static let description = ServiceDescription(
        pid: 42, endpoints: ["http://127.0.0.1:5272", "http://[::1]:5272"], socket: "/x/foundry.sock", version: "1.2.3",
        startedAt: Date(timeIntervalSince1970: 1_700_000_000), modelDirectory: "/x/cache/models", logFile: "/x/logs/service.log")

    private func control(_ directories: FoundryDirectories) -> ServiceControl {
        ServiceControl(directories: directories, executable: URL(filePath: "/nonexistent/foundry"), environment: [:])
    }

    @Test func descriptionSurvivesItsFile() throws {
        let folder = try TemporaryDirectory()
        let url = folder.url.appending(path: "service.json")
        try Self.description.write(to: url)
        #expect(try ServiceDescription(contentsOf: url) == Self.description)
    }

    @Test func fileWithoutAHeldLockMeansNothing() throws {
        let folder = try TemporaryDirectory()
        let directories = FoundryDirectories(home: folder.url)
        try Self.description.write(to: directories.serviceFile)
        #expect(try control(directories).running() == nil)
        let lock = try #require(try FileLock.tryAcquire(directories.serviceLock))
        #expect(try control(directories).running() == Self.description)
        withExtendedLifetime(lock) {}
    }

    @Test func damagedFileIsAnErrorThatNamesIt() throws {
        let folder = try TemporaryDirectory()
        let directories = FoundryDirectories(home: folder.url)
        try AtomicFile.write(Data("{\"pid\":".utf8), to: directories.serviceFile)
        let lock = try #require(try FileLock.tryAcquire(directories.serviceLock))
        let error = #expect(throws: FoundryError.self) { try control(directories).running() }
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains(directories.serviceFile.path) == true)
        withExtendedLifetime(lock) {}
    }

    @Test func stopWithoutAServiceSaysSo() async throws {
        let folder = try TemporaryDirectory()
        #expect(try await control(FoundryDirectories(home: folder.url)).stop() == false)
    }

    @Test func startOfAMissingProgramIsAnError() async throws {
        let folder = try TemporaryDirectory()
        let error = await #expect(throws: FoundryError.self) {
            try await control(FoundryDirectories(home: folder.url)).start(ServiceOptions())
        }
        #expect(error?.message.contains("/nonexistent/foundry") == true)
    }

    @Test func optionsGoBeforeTheConfiguration() throws {
        var configuration = Configuration()
        configuration.port = 1
        configuration.idleTimeoutSeconds = 5
        var options = ServiceOptions()
        options.port = 2
        options.logLevel = .debug
        let applied = try options.applied(to: configuration)
        #expect(applied.port == 2)
        #expect(applied.idleTimeoutSeconds == 5)
        #expect(applied.logLevel == .debug)
        #expect(options.arguments == ["--port", "2", "--log-level", "debug"])
        options.port = 70000
        #expect(throws: FoundryError.self) { try options.applied(to: configuration) }
    }
}
