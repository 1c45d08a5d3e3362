import Foundation
import FoundryCore
import FoundryTestSupport
import ModelCache
import Testing

@Suite struct RemovalTests {
    private func names(_ home: TestHome) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: home.directories.models.path).filter {
            $0 != "foundry.local.modelinfo.json.lock"
        }.sorted()
    }

    @Test(arguments: ["pub/name-3", "pub/name-3/v1", "name-3"]) func removesAModelAndEmptyFoldersAboveIt(_ path: String) throws {
        let home = try TestHome()
        try home.model(path)
        #expect(try home.cache.remove("name").id.description == "name:3")
        #expect(try names(home) == [])
    }

    @Test func keepsNeighbours() throws {
        let home = try TestHome()
        try home.model("pub/name-3")
        try home.model("pub/other-1")
        try home.cache.remove("name:3")
        #expect(try home.ids() == ["other:1"])
        #expect(!home.exists("pub/name-3"))
    }

    @Test func removesTheFolderAroundTheOnlyForm() throws {
        let home = try TestHome()
        try home.model("pub/name-3/v1")
        try home.write("pub/name-3/LICENSE", "x")
        try home.cache.remove("name")
        #expect(!home.exists("pub"))
    }

    @Test func keepsOtherForms() throws {
        let home = try TestHome()
        try home.model("pub/name-3/v1", name: "one:3")
        try home.model("pub/name-3/v2", name: "two:3")
        try home.cache.remove("one")
        #expect(try home.ids() == ["two:3"])
    }

    @Test func leavesARegisteredFolderAlone() throws {
        let home = try TestHome()
        let folder = try TestHome.makeModel(home.outside)
        _ = try home.cache.register(folder: folder, name: "mine")
        #expect(try home.cache.remove("mine").origin == .registered)
        #expect(FileManager.default.fileExists(atPath: folder.appending(path: "model.onnx").path))
        #expect(try home.ids() == [])
    }

    @Test func refusesALinkedModel() throws {
        let home = try TestHome()
        try TestHome.makeModel(home.outside)
        try FileManager.default.createSymbolicLink(at: home.directories.models.appending(path: "linked"), withDestinationURL: home.outside)
        let error = #expect(throws: FoundryError.self) { try home.cache.remove("linked") }
        #expect(error?.code == .invalidState)
        #expect(FileManager.default.fileExists(atPath: home.outside.appending(path: "model.onnx").path))
        #expect(home.exists("linked"))
    }

    @Test func leavesTheTargetsOfLinksInsideAModel() throws {
        let home = try TestHome()
        let folder = try home.model("pub/name-3")
        try TestHome.makeModel(home.outside)
        try FileManager.default.createSymbolicLink(at: folder.appending(path: "extra"), withDestinationURL: home.outside)
        try home.cache.remove("name")
        #expect(FileManager.default.fileExists(atPath: home.outside.appending(path: "model.onnx").path))
    }

    @Test func worksWhereTheCacheItselfIsLinked() throws {
        let home = try TestHome()
        try home.model("pub/name-3")
        let link = home.temporary.url.appending(path: "link")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: home.directories.models)
        try ModelCache(directories: FoundryDirectories(home: home.directories.home, models: link)).remove("name")
        #expect(!home.exists("pub"))
    }

    @Test func deletesWhatAnEarlierRemovalLeft() throws {
        let home = try TestHome()
        try home.model(".removing-1/x")
        try home.model("pub/name-3")
        try home.cache.remove("name")
        #expect(try names(home) == [])
    }

    @Test func refusesAnUnknownName() throws {
        let home = try TestHome()
        let error = #expect(throws: FoundryError.self) { try home.cache.remove("none") }
        #expect(error?.code == .notFound)
    }
}
