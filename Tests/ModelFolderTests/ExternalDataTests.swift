import Foundation
import FoundryCore
import FoundryTestSupport
import ModelFolder
import Testing

@Suite struct ExternalDataTests {
    private func model(_ entries: [(String, String)], type: UInt64 = 1, dimensions: [UInt64] = [4]) throws -> TestModelFolder {
        try TestModelFolder(
            graph: TestGraph.decoder { TestGraph.external(&$0, name: "w", type: type, dimensions: dimensions, entries: entries) })
    }

    private func problem(_ model: TestModelFolder) -> String {
        do {
            _ = try ModelFolder(checking: model.url)
            return "no problem"
        } catch { return FoundryError.wrapping(error).message }
    }

    @Test(arguments: [
        ("0", "16", 16, true), ("0", "16", 15, false), ("16", "16", 31, false), ("16", "16", 32, true),
        ("9223372036854775807", "16", 32, false),
        ("0", "20", 32, false),
    ]) func comparesPlacesWithTheFile(_ offset: String, _ length: String, _ size: Int, _ fits: Bool) throws {
        let model = try model([("location", "w.bin"), ("offset", offset), ("length", length)])
        try model.write("w.bin", Array(repeating: 0, count: size))
        #expect((problem(model) == "no problem") == fits)
    }

    @Test(arguments: [(1, 16), (10, 8), (22, 2), (9, 4)]) func knowsTheSizeFromTheShape(_ type: UInt64, _ size: Int) throws {
        let model = try model([("location", "w.bin")], type: type)
        try model.write("w.bin", Array(repeating: 0, count: size - 1))
        #expect(problem(model).hasPrefix("w.bin in "))
        try model.write("w.bin", Array(repeating: 0, count: size))
        #expect(problem(model) == "no problem")
    }

    @Test(arguments: ["", "/etc/passwd", "../w.bin", "a/../../w.bin", "..", "a\\..\\..\\w.bin", "w.bin/", "w\0.bin"])
    func refusesPathsOutOfTheFolder(_ location: String) throws {
        let model = try model([("location", location)])
        try Data(repeating: 0, count: 16).write(to: model.url.deletingLastPathComponent().appending(path: "w.bin"))
        #expect(problem(model).hasPrefix("model.onnx in "))
        #expect(problem(model).contains("no plain path"))
    }

    @Test func refusesALinkOutOfTheFolder() throws {
        let model = try model([("location", "w.bin")])
        let outside = model.url.deletingLastPathComponent().appending(path: "outside.bin")
        try Data(repeating: 0, count: 16).write(to: outside)
        try FileManager.default.createSymbolicLink(at: model.url.appending(path: "w.bin"), withDestinationURL: outside)
        #expect(problem(model).contains("link out of the model folder"))
    }

    @Test func followsALinkWithinTheFolder() throws {
        let model = try model([("location", "w.bin")])
        try model.write("real.bin", Array(repeating: 0, count: 16))
        try FileManager.default.createSymbolicLink(atPath: model.url.appending(path: "w.bin").path, withDestinationPath: "real.bin")
        #expect(problem(model) == "no problem")
    }

    @Test func refusesAFolderInTheFilesPlace() throws {
        let model = try model([("location", "w.bin")])
        try FileManager.default.createDirectory(at: model.url.appending(path: "w.bin"), withIntermediateDirectories: true)
        #expect(problem(model).hasPrefix("w.bin in "))
    }

    @Test func leavesLargeDataUnread() throws {
        // A hole of 1 TB would take an hour to read.
        let model = try model([("location", "w.bin"), ("length", "\(1 << 40)")], dimensions: [1 << 38])
        try model.write("w.bin", [])
        let handle = try FileHandle(forWritingTo: model.url.appending(path: "w.bin"))
        try handle.truncate(atOffset: 1 << 40)
        try handle.close()
        #expect(problem(model) == "no problem")
    }
}
