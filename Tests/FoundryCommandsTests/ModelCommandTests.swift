import Foundation
import FoundryCore
import Testing

@testable import FoundryCommands
import FoundryTestSupport
import ModelCache
import ArgumentParser

/// Commands about models, on a cache of a test's own.
@Suite struct ModelCommandTests {
    private func fixture(isRunning: Bool = true, answers: [String] = []) throws -> CommandFixture {
        let fixture = try CommandFixture(isRunning: isRunning, answers: answers)
        try fixture.addModel("Microsoft/Phi-4-mini-instruct-generic-cpu-5", name: "Phi-4-mini-instruct-generic-cpu:5")
        return fixture
    }

    private static let id = "Phi-4-mini-instruct-generic-cpu:5"
    private static let alias = "Phi-4-mini-instruct"

    @Test func theListShowsWhatIsOnTheDisk() async throws {
        let fixture = try fixture()
        try await fixture.run("model", "list")
        #expect(
            fixture.output.contains("\nPhi-4-mini-instruct            CPU        chat           0.00 GB      -            \(Self.id)\n"))
    }

    @Test func theListAsJSONHasIdTypeAndDevice() async throws {
        let fixture = try fixture()
        fixture.service.set(loaded: [Self.id])
        try await fixture.run("model", "list", "-o", "json")
        guard case .object(let object) = try JSONDecoder().decode(JSONValue.self, from: Data(fixture.output.utf8)),
            case .array(let models)? = object["models"], case .object(let model)? = models.first
        else { throw CancellationError() }
        #expect(model["id"] == .string(Self.id))
        #expect(model["type"] == .string("Chat"))
        #expect(model["device"] == .string("Cpu"))
        #expect(model["loaded"] == .bool(true))
    }

    @Test(arguments: [
        (["--device", "gpu"], false), (["--filter", "alias=phi*"], true), (["--type", "embedding"], false), (["--cached"], true),
        (["--loaded"], false),
    ])
    func conditionsChoose(_ options: [String], _ isShown: Bool) async throws {
        let fixture = try fixture()
        let command = try FoundryCommand.parseAsRoot(["model", "list"] + options)
        try await (command as! ModelList).run(in: fixture.context)
        #expect(fixture.output.contains(Self.id) == isShown)
    }

    @Test func anEmptyCacheSaysWhatToDo() async throws {
        let fixture = try CommandFixture()
        try await fixture.run("model", "list")
        try await fixture.run("cache", "list")
        #expect(
            fixture.output == "No models cached on device. Add the folder of one: foundry model add FOLDER\nNo models cached on device\n")
    }

    @Test func whatIsWrongWithAFolderIsAWarning() async throws {
        let fixture = try fixture()
        try Data("{".utf8).write(
            to: fixture.directory.url.appending(path: "cache/models/Microsoft/Phi-4-mini-instruct-generic-cpu-5/genai_config.json"))
        try await fixture.run("cache", "list")
        #expect(fixture.output.contains("💾 "))
        #expect(fixture.errors.hasPrefix("⚠️ "))
        #expect(fixture.errors.contains("genai_config.json"))
    }

    @Test func anUnknownModelIsToldInTheWordsOfTheOlderGeneration() async throws {
        let fixture = try fixture()
        let error = await #expect(throws: FoundryError.self) { try await fixture.run("model", "info", "nosuch") }
        #expect(error?.code == .notFound)
        #expect(error?.message.hasPrefix("Model nosuch was not found in the catalog or local cache.") == true)
    }

    @Test func infoTellsWhatIsWrong() async throws {
        let fixture = try fixture()
        try await fixture.run("model", "show", Self.alias)
        #expect(fixture.output.contains("\nContext   4096 tokens\n"))
        #expect(fixture.output.contains("\nProblem   "))
    }

    @Test func theLicenseIsThatOfTheFolder() async throws {
        let fixture = try fixture()
        let error = await #expect(throws: FoundryError.self) { try await fixture.run("model", "info", Self.alias, "--license") }
        #expect(error?.code == .notFound)
        try Data("MIT\u{1B}".utf8).write(
            to: fixture.directory.url.appending(path: "cache/models/Microsoft/Phi-4-mini-instruct-generic-cpu-5/LICENSE.txt"))
        try await fixture.run("model", "info", Self.alias, "--license")
        #expect(fixture.output == "MIT\u{FFFD}\n")
    }

    @Test(arguments: [("y", true), ("YES", true), ("n", false), ("", false), ("maybe", false)])
    func removingAsks(_ answer: String, _ isRemoved: Bool) async throws {
        let fixture = try fixture(answers: [answer])
        try await fixture.run("cache", "remove", Self.alias)
        #expect(fixture.output.hasPrefix("⚠️ Are you sure you want to delete this model from the local cache? (y/n)\n"))
        #expect(fixture.output.hasSuffix(isRemoved ? "Deleted model \(Self.id) from the cache.\n" : "Nothing was deleted.\n"))
        #expect(try fixture.context.cache.listing().models.isEmpty == isRemoved)
    }

    @Test func removingWithYesUnloadsFirst() async throws {
        let fixture = try fixture()
        fixture.service.set(loaded: [Self.id])
        try await fixture.run("model", "rm", Self.alias, "--yes")
        #expect(fixture.service.calls == ["unload \(Self.id) true"])
        #expect(fixture.output == "Deleted model \(Self.id) from the cache.\n")
    }

    @Test func clearingRemovesAllOfTheCache() async throws {
        let fixture = try fixture(answers: ["y"])
        try fixture.addModel("other-1", name: "other:1")
        try await fixture.run("cache", "clear")
        #expect(fixture.output.contains("these 2 models"))
        #expect(try fixture.context.cache.listing().models.isEmpty)
    }

    @Test func loadingStartsTheServiceAndTellsEachStep() async throws {
        let fixture = try fixture(isRunning: false)
        try await fixture.run("model", "load", Self.alias, "--ttl", "60")
        #expect(
            fixture.output == """
                🟢 Service is Started on http://127.0.0.1:64646/, PID 17000!
                Model \(Self.id) was found in the local cache.
                🕔 Loading model...
                🟢 Model \(Self.id) loaded successfully

                """)
        #expect(fixture.service.calls == ["start - - -", "load \(Self.id) 60 false"])
    }

    @Test func loadingElsewhereThanOnTheCPUIsRefused() async throws {
        let fixture = try fixture()
        let error = await #expect(throws: FoundryError.self) { try await fixture.run("model", "load", Self.alias, "--device", "GPU") }
        #expect(error?.code == .unsupported)
        #expect(fixture.service.calls.isEmpty)
    }

    @Test func unloadingAModelInUseNeedsForce() async throws {
        let fixture = try fixture()
        fixture.service.set(loaded: ["busy:1", Self.id])
        let error = await #expect(throws: FoundryError.self) { try await fixture.run("model", "unload", "busy") }
        #expect(error?.code == .invalidState)
        try await fixture.run("model", "unload", "busy", "--force")
        try await fixture.run("model", "unload", Self.alias)
        try await fixture.run("model", "unload", Self.alias)
        #expect(fixture.service.calls == ["unload busy:1 true", "unload \(Self.id) true"])
        #expect(fixture.output.hasSuffix("Model \(Self.id) is not loaded.\n"))
    }

    @Test func downloadingIsOfALaterVersion() async throws {
        let error = await #expect(throws: FoundryError.self) { try await fixture().run("model", "download", "x") }
        #expect(error?.code == .unsupported)
        #expect(error?.message.hasSuffix("run: foundry model add FOLDER") == true)
    }
}
