import Foundation
import FoundryCore
import FoundryTestSupport
import ModelCache
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite struct ListingTests {
    @Test func hasNoModelsWhereThereIsNoCache() throws {
        let temporary = try TemporaryDirectory()
        let listing = try ModelCache(directories: FoundryDirectories(home: temporary.url.appending(path: "none"))).listing()
        #expect(listing == Listing(models: [], problems: []))
    }

    @Test func describesAModel() throws {
        let home = try TestHome()
        let folder = try home.model("Microsoft/Phi-4-mini-generic-cpu-5/v2", name: "Phi-4-mini-generic-cpu:5")
        let listing = try home.cache.listing()
        let model = try #require(listing.models.first)
        #expect(listing.problems == [])
        #expect(model.id.description == "Phi-4-mini-generic-cpu:5")
        #expect(model.alias == "Phi-4-mini")
        #expect(model.publisher == "Microsoft")
        #expect(model.directory.path == folder.path)
        #expect(model.contextLength == 128)
        #expect(model.task == "chat-completion")
        #expect(model.origin == .cache)
        #expect(model.sizeBytes > 100)
        #expect(model.modified.timeIntervalSinceNow < 60 && model.modified.timeIntervalSince1970 > 1_000_000_000)
    }

    @Test(
        arguments: [
            ("pub/name-3", nil, "name:3"), ("pub/name-3/v1", nil, "name:3"), ("name-3", nil, "name:3"), ("a/b/c/d/name", nil, "name:0"),
            ("pub/x", "Qwen2.5-0.5B-Instruct", "Qwen2.5-0.5B-Instruct:0"), ("pub/my model", nil, "my-model:0"), ("v1", nil, "v1:0"),
        ] as [(String, String?, String)]) func namesAModel(_ path: String, _ name: String?, _ id: String) throws
    {
        let home = try TestHome()
        try home.model(path, name: name)
        #expect(try home.ids() == [id])
    }

    @Test(arguments: [".hidden/name", "pub/.name", "a/b/c/d/e/f"]) func passesOverHiddenAndDeepFolders(_ path: String) throws {
        let home = try TestHome()
        try home.model(path)
        #expect(try home.ids() == [])
    }

    @Test(arguments: ["pub/name-1/download.tmp", "pub/name-1/v1/download.tmp"]) func passesOverUnfinishedDownloads(_ mark: String) throws {
        let home = try TestHome()
        try home.model("pub/name-1/v1")
        try home.write(mark, "")
        #expect(try home.cache.listing() == Listing(models: [], problems: []))
    }

    @Test func endsWhereLinksGoRound() throws {
        let home = try TestHome()
        try home.model("pub/name-1")
        try FileManager.default.createSymbolicLink(
            at: home.directories.models.appending(path: "pub/loop"), withDestinationURL: home.directories.models)
        #expect(try home.cache.listing().models.count == 1)
    }

    @Test func listsALinkedModelFolder() throws {
        let home = try TestHome()
        try TestHome.makeModel(home.outside)
        try FileManager.default.createSymbolicLink(at: home.directories.models.appending(path: "linked"), withDestinationURL: home.outside)
        #expect(try home.ids() == ["linked:0"])
    }

    @Test func sortsByAliasThenID() throws {
        let home = try TestHome()
        for name in ["b-generic-cpu:10", "b-generic-cpu:9", "B-cuda-gpu:1", "a:1", "C:1"] {
            try home.model("p/\(name.replacing(":", with: "_"))", name: name)
        }
        #expect(try home.ids() == ["a:1", "B-cuda-gpu:1", "b-generic-cpu:9", "b-generic-cpu:10", "C:1"])
    }

    @Test(arguments: ["{", "[]", #"{"model":{"type":"llama","context_length":"x","decoder":{"filename":"m"}}}"#])
    func listsAModelWithADamagedConfiguration(_ text: String) throws {
        let home = try TestHome()
        try home.write("pub/name-3/genai_config.json", text)
        let listing = try home.cache.listing()
        #expect(listing.models.map(\.id.description) == ["name:3"])
        #expect(listing.models.first?.contextLength == nil)
        #expect(listing.problems.count == 1)
        #expect(listing.problems.first?.message.contains("genai_config.json") == true)
    }

    @Test(arguments: ["{", #"{"Name":7}"#, #"{"Name":"../../etc:1"}"#, #"{"Name":"name:x"}"#, #"{"Name":""}"#])
    func goesByTheFolderWhereTheNameIsUnusable(_ text: String) throws {
        let home = try TestHome()
        try home.model("pub/name-3")
        try home.write("pub/name-3/inference_model.json", text)
        let listing = try home.cache.listing()
        #expect(listing.models.map(\.id.description) == ["name:3"])
        #expect(listing.problems.first?.message.contains("inference_model.json") == true)
    }

    @Test func keepsTheFirstOfTwoWithOneID() throws {
        let home = try TestHome()
        let first = try home.model("a/x", name: "Same:1")
        let second = try home.model("b/x", name: "same:1")
        let listing = try home.cache.listing()
        #expect(listing.models.map(\.directory.path) == [first.path])
        #expect(listing.problems.map(\.path) == [second.path])
        #expect(listing.problems.first?.message.contains(first.path) == true)
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
    func tellsOfAFolderThatCannotBeRead() throws {
        let home = try TestHome()
        let folder = try home.model("pub/name-3")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: folder.path)
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path) }
        #expect(try home.cache.listing().problems.map(\.path) == [folder.path])
    }

    @Test func tellsTheTaskOfASpeechModel() throws {
        let home = try TestHome()
        try home.model("openai/whisper-tiny", type: "whisper")
        #expect(try home.cache.listing().models.first?.task == "automatic-speech-recognition")
    }

    @Test func staysTheSameAsJSON() throws {
        let home = try TestHome()
        try home.model("pub/name-3")
        let models = try home.cache.listing().models
        #expect(try JSONDecoder().decode([CachedModel].self, from: JSONEncoder().encode(models)).map(\.id) == models.map(\.id))
    }
}
