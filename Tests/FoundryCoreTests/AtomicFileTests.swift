import FoundryCore
import FoundryTestSupport
import Foundation
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite("A file that is replaced whole")
struct AtomicFileTests {
    private let directory: TemporaryDirectory
    private var file: URL { directory.url.appending(path: "state.json") }

    init() throws { directory = try TemporaryDirectory() }

    private func entries(_ folder: URL) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }

    @Test("has the new content and no file beside it", arguments: [0, 1, 100_000, 5_000_000])
    func content(_ size: Int) throws {
        try AtomicFile.write(Data("old".utf8), to: file)
        let data = Data((0..<size).map { UInt8(truncatingIfNeeded: $0) })
        try AtomicFile.write(data, to: file)
        #expect(try Data(contentsOf: file) == data)
        #expect(try entries(directory.url) == ["state.json"])
    }

    @Test("has the mode asked for, whatever the old one had", arguments: [mode_t(0o600), 0o700, 0o400])
    func mode(_ mode: mode_t) throws {
        try AtomicFile.write(Data("old".utf8), to: file, mode: 0o644)
        try AtomicFile.write(Data("new".utf8), to: file, mode: mode)
        var status = stat()
        #expect(lstat(file.path, &status) == 0)
        #expect(status.st_mode & 0o777 == mode)
    }

    @Test("gets its folders made")
    func folders() throws {
        let deep = directory.url.appending(path: "a/b/c/state.json")
        try AtomicFile.write(Data("x".utf8), to: deep)
        #expect(try Data(contentsOf: deep) == Data("x".utf8))
    }

    @Test("takes the place of a link, and leaves alone what it leads to")
    func link() throws {
        let target = directory.url.appending(path: "target")
        try Data("precious".utf8).write(to: target)
        try FileManager.default.createSymbolicLink(at: file, withDestinationURL: target)
        try AtomicFile.write(Data("new".utf8), to: file)
        #expect(try Data(contentsOf: target) == Data("precious".utf8))
        #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.type] as? FileAttributeType == .typeRegular)
    }

    @Test("is not written over a folder, and leaves nothing beside it")
    func overFolder() throws {
        try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
        let error = #expect(throws: FoundryError.self) { try AtomicFile.write(Data("x".utf8), to: file) }
        #expect(error?.code == .io)
        #expect(error?.message.contains(file.path) == true)
        #expect(try entries(directory.url) == ["state.json"])
    }

    @Test("is refused with its path where a file lies in its folder's place")
    func folderIsFile() throws {
        try Data("x".utf8).write(to: file)
        let below = file.appending(path: "below")
        let error = #expect(throws: FoundryError.self) { try AtomicFile.write(Data("y".utf8), to: below) }
        #expect(error?.code == .io)
        #expect(error?.message.contains(file.path) == true)
        #expect(try Data(contentsOf: file) == Data("x".utf8))
    }

    @Test("keeps its old content where the folder may not be written", .enabled(if: geteuid() != 0, "root may write everywhere"))
    func unwritable() throws {
        try AtomicFile.write(Data("old".utf8), to: file)
        chmod(directory.url.path, 0o500)
        defer { chmod(directory.url.path, 0o700) }
        let error = #expect(throws: FoundryError.self) { try AtomicFile.write(Data("new".utf8), to: file) }
        #expect(error?.code == .io)
        #expect(try Data(contentsOf: file) == Data("old".utf8))
        #expect(try entries(directory.url) == ["state.json"])
    }

    @Test("is one writer's content where many write at once")
    func manyWriters() async throws {
        let file = file
        let contents = (0..<8).map { Data(repeating: UInt8($0), count: 50_000) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for content in contents { group.addTask { for _ in 0..<5 { try AtomicFile.write(content, to: file) } } }
            group.addTask {
                for _ in 0..<50 {
                    guard let seen = try? Data(contentsOf: file) else { continue }
                    #expect(contents.contains(seen))
                }
            }
            try await group.waitForAll()
        }
        #expect(try entries(directory.url) == ["state.json"])
    }

    @Test("lies in a folder made with the mode asked for, those that exist being left as they are")
    func createDirectory() throws {
        let folder = directory.url.appending(path: "run")
        try AtomicFile.createDirectory(folder, mode: 0o700)
        try AtomicFile.createDirectory(folder, mode: 0o755)
        var status = stat()
        #expect(stat(folder.path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
        try Data("x".utf8).write(to: file)
        #expect(throws: FoundryError.self) { try AtomicFile.createDirectory(file) }
        #expect(throws: FoundryError.self) { try AtomicFile.synchronizeDirectory(file) }
    }
}
