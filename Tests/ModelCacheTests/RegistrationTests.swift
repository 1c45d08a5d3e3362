import Foundation
import FoundryCore
import FoundryTestSupport
import ModelCache
import Testing

@Suite struct RegistrationTests {
    private func file(_ home: TestHome) throws -> [String: JSONValue] {
        try JSONDecoder().decode([String: JSONValue].self, from: Data(contentsOf: home.directories.localModelsFile))
    }

    @Test func registersAFolderInPlace() throws {
        let home = try TestHome()
        let folder = try TestHome.makeModel(home.outside.appending(path: "My Model-generic-cpu"))
        let model = try home.cache.register(folder: folder, name: nil)
        #expect(model.id.description == "My-Model-generic-cpu:0")
        #expect(model.alias == "My-Model")
        #expect(model.origin == .registered)
        #expect(model.directory.path == folder.path)
        #expect(model.contextLength == 128)
        #expect(model.publisher == "local")
        #expect(try home.cache.find("my-model") == model)
    }

    @Test func writesTheReferencesFormat() throws {
        let home = try TestHome()
        let folder = try TestHome.makeModel(home.outside)
        _ = try home.cache.register(folder: folder, name: "mine:3")
        let root = try file(home)
        #expect(root["version"] == .integer(2))
        guard case .integer(let saved)? = root["savedAtUnix"], case .array(let models)? = root["models"],
            case .object(let entry)? = models.first
        else {
            Issue.record("the file lacks savedAtUnix or models")
            return
        }
        #expect(saved > 1_700_000_000)
        let expected: [String: JSONValue] = [
            "id": .string("mine:3"), "name": .string("mine"), "version": .integer(3), "alias": .string("mine"),
            "uri": .string("local://\(folder.path)"),
            "providerType": .string("LocalRegistration"), "modelType": .string("ONNX"), "publisher": .string("local"),
            "task": .string("chat-completion"),
            "path": .string(folder.path),
        ]
        for (key, value) in expected { #expect(entry[key] == value, "\(key)") }
    }

    @Test func changesNothingTheSecondTime() throws {
        let home = try TestHome()
        let folder = try TestHome.makeModel(home.outside)
        let first = try home.cache.register(folder: folder, name: "mine")
        let before = try Data(contentsOf: home.directories.localModelsFile)
        #expect(try home.cache.register(folder: folder, name: "MINE") == first)
        #expect(try Data(contentsOf: home.directories.localModelsFile) == before)
    }

    @Test func refusesATakenName() throws {
        let home = try TestHome()
        _ = try home.cache.register(folder: try TestHome.makeModel(home.outside.appending(path: "a")), name: "mine")
        try home.model("pub/cached", name: "cached:0")
        let other = try TestHome.makeModel(home.outside.appending(path: "b"))
        for name in ["mine", "Mine:0", "cached"] {
            let error = #expect(throws: FoundryError.self) { try home.cache.register(folder: other, name: name) }
            #expect(error?.code == .exists)
            #expect(error?.message.contains("--name") == true)
        }
        #expect(try home.cache.register(folder: other, name: "mine:1").id.version == 1)
    }

    @Test(arguments: ["", "../x", "a b", "-x", "a:b", "a:-1"]) func refusesInvalidNames(_ name: String) throws {
        let home = try TestHome()
        let folder = try TestHome.makeModel(home.outside)
        let error = #expect(throws: FoundryError.self) { try home.cache.register(folder: folder, name: name) }
        #expect(error?.code == .invalidArgument)
        #expect(!home.exists("foundry.local.modelinfo.json"))
    }

    @Test func refusesABrokenFolder() throws {
        let home = try TestHome()
        let folder = try TestHome.makeModel(home.outside)
        try FileManager.default.removeItem(at: folder.appending(path: "model.onnx"))
        let error = #expect(throws: FoundryError.self) { try home.cache.register(folder: folder, name: nil) }
        #expect(error?.code == .corrupt)
        #expect(try home.ids() == [])
    }

    @Test func knowsAFolderOfTheCacheAlready() throws {
        let home = try TestHome()
        let folder = try home.model("pub/name-3")
        #expect(try home.cache.register(folder: folder, name: nil).id.description == "name:3")
        #expect(!home.exists("foundry.local.modelinfo.json"))
    }

    @Test func keepsWhatOthersWrote() throws {
        let home = try TestHome()
        try home.write(
            "foundry.local.modelinfo.json",
            #"{"version":2,"savedAtUnix":1,"extra":{"a":[1,2.5,null]},"models":[{"id":"other:1","providerType":"Local","x":1}, 7]}"#)
        _ = try home.cache.register(folder: try TestHome.makeModel(home.outside), name: "mine")
        try home.cache.unregister("mine")
        let root = try file(home)
        #expect(root["extra"] == .object(["a": .array([.integer(1), .number(2.5), .null])]))
        #expect(
            root["models"]
                == .array([.object(["id": .string("other:1"), "providerType": .string("Local"), "x": .integer(1)]), .integer(7)]))
    }

    @Test func keepsUnknownFieldsOfItsOwnEntries() throws {
        let home = try TestHome()
        let folder = try TestHome.makeModel(home.outside)
        try home.write(
            "foundry.local.modelinfo.json",
            #"{"version":2,"models":[{"id":"a:0","providerType":"LocalRegistration","path":"\#(folder.path)","license":"MIT"}]}"#)
        _ = try home.cache.register(folder: folder, name: "b")
        guard case .array(let models)? = try file(home)["models"], case .object(let entry)? = models.first else {
            Issue.record("the file lacks models")
            return
        }
        #expect(entry["license"] == .string("MIT"))
        #expect(try home.ids() == ["a:0", "b:0"])
    }

    @Test(arguments: [
        "", "{", "[]", "{}", #"{"version":2}"#, #"{"version":3,"models":[]}"#, #"{"version":"2","models":[]}"#,
        #"{"version":2,"models":{}}"#,
        String(repeating: "[", count: 100_000),
        #"{"version":2,"models":["# + String(repeating: "[", count: 100) + String(repeating: "]", count: 100) + "]}",
    ]) func neverReplacesADamagedFile(_ text: String) throws {
        let home = try TestHome()
        try home.write("foundry.local.modelinfo.json", text)
        try home.model("pub/name-3")
        let folder = try TestHome.makeModel(home.outside)
        let error = #expect(throws: FoundryError.self) { try home.cache.register(folder: folder, name: "mine") }
        #expect(error?.message.contains("foundry.local.modelinfo.json") == true)
        #expect(throws: FoundryError.self) { try home.cache.unregister("mine") }
        #expect(try Data(contentsOf: home.directories.localModelsFile) == Data(text.utf8))
        let listing = try home.cache.listing()
        #expect(listing.models.map(\.id.description) == ["name:3"])
        #expect(listing.problems.map(\.path) == [home.directories.localModelsFile.path])
    }

    @Test func refusesAHugeFile() throws {
        let home = try TestHome()
        try home.write("foundry.local.modelinfo.json", "{}")
        let handle = try FileHandle(forWritingTo: home.directories.localModelsFile)
        try handle.truncate(atOffset: 1 << 34)
        try handle.close()
        #expect(try home.cache.listing().problems.first?.message.contains("\(1 << 34) bytes") == true)
    }

    @Test(arguments: [
        #"{"id":7,"providerType":"LocalRegistration","path":"/x"}"#, #"{"providerType":"LocalRegistration","path":"/x"}"#,
        #"{"id":"../x:1","providerType":"LocalRegistration","path":"/x"}"#, #"{"id":"a:0","providerType":"LocalRegistration","path":"x"}"#,
        #"{"id":"a:0","providerType":"LocalRegistration","path":["x"]}"#, #"{"id":"a:0","providerType":3,"path":"/x"}"#, "3", "null",
    ]) func tellsOfWrongEntries(_ entry: String) throws {
        let home = try TestHome()
        try home.write("foundry.local.modelinfo.json", #"{"version":2,"models":[\#(entry)]}"#)
        let listing = try home.cache.listing()
        #expect(listing.models == [])
        #expect(listing.problems.first?.message.contains("models[0]") == true, "\(listing.problems)")
    }

    @Test func listsARegistrationWhoseFolderIsGone() throws {
        let home = try TestHome()
        let folder = try TestHome.makeModel(home.outside)
        _ = try home.cache.register(folder: folder, name: "mine")
        try FileManager.default.removeItem(at: folder)
        let listing = try home.cache.listing()
        #expect(listing.models.map(\.id.description) == ["mine:0"])
        #expect(listing.problems.map(\.path) == [folder.path])
        #expect(try home.cache.remove("mine").id.description == "mine:0")
        #expect(try home.cache.listing() == Listing(models: [], problems: []))
    }

    @Test func unregistersOnlyRegisteredModels() throws {
        let home = try TestHome()
        try home.model("pub/name-3")
        let cached = #expect(throws: FoundryError.self) { try home.cache.unregister("name") }
        #expect(cached?.code == .invalidState)
        let missing = #expect(throws: FoundryError.self) { try home.cache.unregister("none") }
        #expect(missing?.code == .notFound)
    }

    @Test func losesNoRegistrationUnderConcurrency() async throws {
        let home = try TestHome()
        let folder = try TestHome.makeModel(home.outside)
        let cache = home.cache
        await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<8 { group.addTask { _ = try cache.register(folder: folder, name: "m\(index)") } }
        }
        #expect(try home.ids() == (0..<8).map { "m\($0):0" })
    }
}
