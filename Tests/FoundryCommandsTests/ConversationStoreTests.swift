import Foundation
import FoundryCore
import FoundryTestSupport
import Testing

@testable import FoundryCommands

/// Conversations on the disk.
@Suite struct ConversationStoreTests {
    private let directory: TemporaryDirectory
    private let store: ConversationStore

    init() throws {
        directory = try TemporaryDirectory()
        store = ConversationStore(directories: FoundryDirectories(home: directory.url))
    }

    @Test func whatIsSavedIsLoaded() throws {
        var session = ChatSession(model: "m:1", system: "s")
        try session.parameters.set("stop", to: ["\n"])
        session.append(prompt: "é", answer: "漢")
        try store.save(session, as: "first")
        #expect(try store.load("first") == session)
        session.clear()
        try store.save(session, as: "first")
        #expect(try store.load("first") == session)
    }

    @Test func onlyTheUserMayReadIt() throws {
        try store.save(ChatSession(model: "m"), as: "a")
        let values = try FileManager.default.attributesOfItem(atPath: store.folder.appending(path: "a.json").path)
        #expect((values[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test func oneThatIsNotThereIsNil() throws { #expect(try store.load("none") == nil) }

    @Test(arguments: ["", "../a", "a/b", ".hidden", "a b", String(repeating: "x", count: 200)])
    func otherNamesAreRefused(_ name: String) {
        let error = #expect(throws: FoundryError.self) { try store.save(ChatSession(model: "m"), as: name) }
        #expect(error?.code == .invalidArgument)
        #expect(throws: FoundryError.self) { _ = try store.load(name) }
    }

    @Test(arguments: [
        "", "[]", "{\"formatVersion\":1}", "{\"formatVersion\":2,\"session\":{\"model\":\"m\",\"parameters\":{},\"turns\":[]}}",
    ])
    func aDamagedFileIsNamed(_ content: String) throws {
        try FileManager.default.createDirectory(at: store.folder, withIntermediateDirectories: true)
        try Data(content.utf8).write(to: store.folder.appending(path: "bad.json"))
        let error = #expect(throws: FoundryError.self) { _ = try store.load("bad") }
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains("bad.json") == true)
    }

    @Test func aFolderInItsPlaceIsNamed() throws {
        try FileManager.default.createDirectory(at: store.folder.appending(path: "d.json"), withIntermediateDirectories: true)
        let error = #expect(throws: FoundryError.self) { _ = try store.load("d") }
        #expect(error?.code == .corrupt)
    }
}
