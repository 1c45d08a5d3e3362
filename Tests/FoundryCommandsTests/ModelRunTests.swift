import Foundation
import FoundryCore
import FoundryTestSupport
import Testing

@testable import FoundryCommands
import APIContracts

/// One question and its answer.
@Suite struct ModelRunTests {
    private func fixture(isRunning: Bool = false) throws -> CommandFixture {
        let fixture = try CommandFixture(isRunning: isRunning)
        try fixture.addModel("tiny-1", name: "tiny:1")
        return fixture
    }

    @Test func standardOutputHoldsTheAnswerAndNothingElse() async throws {
        let fixture = try fixture()
        fixture.service.reply(.success(["It is ", "\u{1B}blue."]))
        try await fixture.run("model", "run", "tiny", "--prompt", "why?", "--verbose", "--system", "s", "--temperature", "0")
        #expect(fixture.output == "It is \u{1B}blue.\n")
        #expect(
            fixture.errors.hasPrefix(
                "🟢 Service is Started on http://127.0.0.1:64646/, PID 17000!\nModel tiny:1 was found in the local cache.\n"))
        #expect(fixture.errors.contains("Time cost to load model: 00:00:"))
        #expect(fixture.errors.contains("prompt tokens:        3\n"))
        let request = try #require(fixture.service.requests.first)
        #expect(request.temperature == 0)
        #expect(request.messages.map(\.role) == ["system", "user"])
    }

    @Test func otherModelsGoUnlessTheyAreRetained() async throws {
        let fixture = try fixture(isRunning: true)
        fixture.service.set(loaded: ["other:1"])
        try await fixture.run("run", "tiny", "--prompt", "x", "--retain", "true")
        #expect(!fixture.errors.contains("Unloading existing models"))
        try await fixture.run("run", "tiny", "--prompt", "x", "--ttl", "9")
        #expect(fixture.errors.contains("Unloading existing models. Use --retain true to keep additional models loaded.\n"))
        #expect(fixture.service.calls == ["load tiny:1 - false", "load tiny:1 9 true"])
    }

    @Test func withoutANameTheOnlyModelIsRun() async throws {
        let fixture = try fixture(isRunning: true)
        try await fixture.run("run", "--prompt", "x")
        #expect(fixture.output == "ok\n")
        try fixture.addModel("second-1", name: "second:1")
        let error = await #expect(throws: FoundryError.self) { try await fixture.run("run", "--prompt", "x") }
        #expect(error?.message == "Say which model to run: second, tiny.")
    }

    @Test func theServicesErrorIsThrown() async throws {
        let fixture = try fixture(isRunning: true)
        fixture.service.reply(.failure(FoundryError(.contextLengthExceeded, "too long")))
        let error = await #expect(throws: FoundryError.self) { try await fixture.run("run", "tiny", "--prompt", "x") }
        #expect(error?.code == .contextLengthExceeded)
        #expect(fixture.output == "")
    }

    @Test func completePrintsTheServicesAnswerAsJSON() async throws {
        let fixture = try fixture(isRunning: true)
        fixture.service.reply(.success(["a", "b"]))
        try await fixture.run("complete", "tiny", "x", "-o", "json")
        #expect(fixture.output.contains("\"content\" : \"ab\""))
        try await fixture.run("complete", "tiny", "x")
        #expect(fixture.output.hasSuffix("}\nok\n"))
    }

    @Test func aFolderThatIsNoModelIsRefused() async throws {
        let fixture = try fixture(isRunning: true)
        let error = await #expect(throws: FoundryError.self) { try await fixture.run("run", fixture.directory.url.path, "--prompt", "x") }
        #expect(error?.code == .corrupt)
        #expect(fixture.service.calls.isEmpty)
    }

    @Test(arguments: [
        ("./x", false, true), ("a/b", true, true), (".", false, true), ("..", true, true), ("name", false, false), ("name", true, false),
    ])
    func aSlashMeansAFolder(_ text: String, _ isModel: Bool, _ isFolder: Bool) {
        #expect(FolderArgument.isFolder(text, isModel: isModel) == isFolder)
    }

    @Test(.enabled(if: SharedData.isWanted("data/models/tinytalk"), "the shared models are not here"))
    func foldersOfTheSameNameGetNumbers() async throws {
        let fixture = try CommandFixture()
        let source = try #require(SharedData.folder("data/models/tinytalk"))
        for parent in ["a", "b", "c"] {
            let folder = fixture.directory.url.appending(path: parent)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try FileManager.default.copyItem(at: source.resolvingSymlinksInPath(), to: folder.appending(path: "talk"))
            try await fixture.run("run", folder.appending(path: "talk").path, "--prompt", "x")
        }
        try await fixture.run("run", fixture.directory.url.appending(path: "b/talk").path, "--prompt", "x")
        let loads = fixture.service.calls.compactMap { $0.split(separator: " ").dropFirst().first }
        #expect(loads == ["talk:0", "talk-2:0", "talk-3:0", "talk-2:0"])
    }

    @Test(arguments: [("hello\n", "hello"), ("  a\nb \n", "a\nb"), ("\u{FEFF}x", "\u{FEFF}x")])
    func aPipedPromptIsReadToItsEnd(_ text: String, _ prompt: String) throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try pipe.fileHandleForWriting.close()
        #expect(try PipedPrompt.read(pipe.fileHandleForReading) == prompt)
    }

    @Test func anEmptyPipeIsNoPrompt() throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.close()
        #expect(throws: FoundryError.self) { _ = try PipedPrompt.read(pipe.fileHandleForReading) }
    }
}
