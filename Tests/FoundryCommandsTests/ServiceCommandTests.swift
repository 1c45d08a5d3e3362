import ArgumentParser
import Foundation
import FoundryCore
import Testing

@testable import FoundryCommands
import FoundryTestSupport

/// Commands about the service, in the words of both generations.
@Suite struct ServiceCommandTests {
    @Test func startTellsTheAddressOrThatItRuns() async throws {
        let fixture = try CommandFixture(isRunning: false)
        try await fixture.run("service", "start", "--port", "0", "--idle-timeout", "5", "--log-level", "warn")
        try await fixture.run("service", "start")
        #expect(
            fixture.output == """
                🟢 Service is Started on http://127.0.0.1:64646/, PID 17000!
                🟢 Service is already running on http://127.0.0.1:64646/.

                """)
        #expect(fixture.service.calls == ["start 0 300 warning"])
    }

    @Test func restartTellsEachStep() async throws {
        let fixture = try CommandFixture()
        try await fixture.run("service", "restart")
        #expect(
            fixture.output == """
                Restarting service...
                🔴 Service is stopped.
                🟢 Service is Started on http://127.0.0.1:64646/, PID 17000!

                """)
    }

    @Test func stoppingWhatDoesNotRunIsNoFailure() async throws {
        let fixture = try CommandFixture(isRunning: false)
        try await fixture.run("service", "stop")
        try await fixture.run("server", "stop")
        #expect(fixture.output == "🔴 Service is stopped.\n● Server is not running\n")
    }

    @Test func statusOfTheOlderGenerationSucceedsEvenWhereNothingRuns() async throws {
        let fixture = try CommandFixture(isRunning: false)
        try await fixture.run("service", "status")
        #expect(fixture.output == ServiceText.notRunning + "\n")
    }

    @Test func statusOfTheNewerGenerationTellsByItsExitStatus() async throws {
        let fixture = try CommandFixture(isRunning: false)
        let error = await #expect(throws: ExitCode.self) { try await fixture.run("server", "status") }
        #expect(error?.rawValue == 3)
    }

    @Test func statusAsJSONHasTheKeysOfTheNewerGeneration() async throws {
        let fixture = try CommandFixture()
        try await fixture.run("server", "status", "-o", "json")
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(fixture.output.utf8))
        guard case .object(let object) = value else { throw CancellationError() }
        #expect(object["running"] == .bool(true))
        #expect(object["webUrls"] == .array([.string("http://127.0.0.1:64646")]))
        #expect(object["pid"] == .integer(17000))
    }

    @Test func serverStartTellsItInItsOwnWords() async throws {
        let fixture = try CommandFixture(isRunning: false)
        try await fixture.run("server", "start")
        #expect(fixture.output == "■ Starting Foundry Local server\n● success: Server ready (http://127.0.0.1:64646)\n")
    }

    @Test func loadedModelsAreListed() async throws {
        let fixture = try CommandFixture()
        try await fixture.run("service", "ps")
        fixture.service.set(loaded: ["phi-generic-cpu:2"])
        try await fixture.run("service", "list")
        #expect(fixture.output.hasPrefix("No models are currently loaded in the service\nModels running in service:\n"))
        #expect(fixture.output.hasSuffix("\n🟢  phi                            phi-generic-cpu:2\n"))
    }

    @Test func askingAServiceThatDoesNotRunIsUnreachable() async throws {
        let fixture = try CommandFixture(isRunning: false)
        let error = await #expect(throws: FoundryError.self) { try await fixture.run("service", "ps") }
        #expect(error?.code == .unreachable)
    }

    @Test func settingsAreSavedAndTheServiceRestarts() async throws {
        let fixture = try CommandFixture()
        try await fixture.run("service", "set", "--port", "22334", "--ttl", "60", "--default-log-level", "3")
        #expect(
            fixture.output == """
                Saving new settings
                Restarting service...
                🔴 Service is stopped.
                🟢 Service is Started on http://127.0.0.1:64646/, PID 17000!

                """)
        let configuration = try fixture.context.configuration
        #expect(configuration.port == 22334)
        #expect(configuration.idleTimeoutSeconds == 60)
        #expect(configuration.logLevel == .warning)
    }

    @Test func settingsAreShownInTheShapeOfTheOlderGeneration() async throws {
        let fixture = try CommandFixture(isRunning: false)
        try await fixture.run("service", "set", "--show")
        let lines = fixture.output.split(separator: "\n", maxSplits: 1)
        #expect(lines[0] == "No settings changed")
        guard case .object(let object) = try JSONDecoder().decode(JSONValue.self, from: Data(lines[1].utf8)),
            case .object(let settings)? = object["serviceSettings"]
        else { throw CancellationError() }
        #expect(object["defaultLogLevel"] == .integer(2))
        #expect(settings["port"] == .integer(5272))
        #expect(settings["defaultSecondsForModelTTL"] == .integer(600))
    }

    @Test func aWrongSettingChangesNothing() async throws {
        let fixture = try CommandFixture()
        await #expect(throws: FoundryError.self) { try await fixture.run("service", "set", "--port", "1", "--ttl", "999999999") }
        await #expect(throws: FoundryError.self) { try await fixture.run("service", "set", "--gpu", "0") }
        await #expect(throws: FoundryError.self) { try await fixture.run("config", "set", "colour", "red") }
        #expect(try fixture.context.configuration == Configuration())
        #expect(fixture.service.calls.isEmpty)
    }

    @Test func configIsSetResetAndShown() async throws {
        let fixture = try CommandFixture()
        try await fixture.run("config", "set", "port", "5000")
        #expect(fixture.output.contains("after a restart: foundry service restart"))
        #expect(fixture.service.calls.isEmpty)
        try await fixture.run("config", "reset", "-f", "port")
        #expect(fixture.service.calls == ["stop", "start - - -"])
        #expect(try fixture.context.configuration == Configuration())
    }

    @Test func anotherCacheFolderIsMadeAndUsed() async throws {
        let fixture = try CommandFixture(isRunning: false)
        let folder = fixture.directory.url.appending(path: "new cache")
        try await fixture.run("cache", "cd", folder.path)
        #expect(try fixture.context.configuration.cacheDirectory?.hasPrefix(folder.path) == true)
        #expect(FileManager.default.fileExists(atPath: folder.path))
    }
}
