import Foundation
import FoundryCore
import FoundryTestSupport
import Testing

@testable import FoundryCommands

/// The log's end, and the log files in an archive.
@Suite struct LogTests {
    private let directory: TemporaryDirectory
    private var file: URL { directory.url.appending(path: "service.log") }

    init() throws { directory = try TemporaryDirectory() }

    @Test(arguments: [
        ("a\nb\nc\n", 2, "b\nc\n"), ("a\nb", 1, "b\n"), ("a\n", 5, "a\n"), ("a\n\n", 1, "\n"), ("", 3, ""), ("a\n", 0, ""), ("a\n", -1, ""),
    ])
    func lastLines(_ text: String, _ count: Int, _ expected: String) { #expect(LogTail.lastLines(text, count) == expected) }

    @Test func whatIsAddedFollows() throws {
        try Data("one\ntwo\n".utf8).write(to: file)
        var tail = LogTail(file: file)
        #expect(try tail.last(1) == "two\n")
        #expect(try tail.next() == "")
        let handle = try FileHandle(forWritingTo: file)
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("three\n".utf8))
        #expect(try tail.next() == "three\n")
        #expect(try tail.next() == "")
    }

    @Test func aNewFileIsReadFromItsStart() throws {
        try Data("a long first file\n".utf8).write(to: file)
        var tail = LogTail(file: file)
        _ = try tail.last(10)
        try FileManager.default.moveItem(at: file, to: directory.url.appending(path: "service.1.log"))
        #expect(try tail.next() == "")
        try Data("new\n".utf8).write(to: file)
        #expect(try tail.next() == "new\n")
    }

    @Test func noLogSaysHowToGetOne() {
        var tail = LogTail(file: file)
        let error = #expect(throws: FoundryError.self) { _ = try tail.last(1) }
        #expect(error?.code == .notFound)
    }

    @Test func theArchiveHoldsEveryLog() throws {
        let logs = directory.url.appending(path: "logs")
        try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
        try Data("first".utf8).write(to: logs.appending(path: "a.log"))
        try Data("second".utf8).write(to: logs.appending(path: "é.log"))
        try FileManager.default.createSymbolicLink(at: logs.appending(path: "passwords"), withDestinationURL: URL(filePath: "/etc/passwd"))
        let target = directory.url.appending(path: "out.zip")
        #expect(try ZipLogs.collect(logs, into: target) == 2)
        let bytes = [UInt8](try Data(contentsOf: target))
        #expect(bytes.prefix(4) == [0x50, 0x4B, 3, 4])
        let end = bytes.suffix(22)
        #expect(end.prefix(4) == [0x50, 0x4B, 5, 6])
        #expect(end[end.startIndex + 10] == 2)
        // The directory lies where its end says, and begins with its mark.
        let offset = end[(end.startIndex + 16)...].prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        #expect(bytes[offset...].prefix(4) == [0x50, 0x4B, 1, 2])
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"), "there is no Python here"))
    func anotherProgramReadsTheArchive() throws {
        let target = directory.url.appending(path: "out.zip")
        var archive = ZipWriter()
        try archive.add("é.log", data: Data("second".utf8), modified: Date(timeIntervalSince1970: 1_700_000_000))
        try archive.finished().write(to: target)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        let code =
            "import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);assert z.testzip() is None;i=z.infolist()[0];print(i.filename,i.date_time,z.read(i))"
        process.arguments = ["-c", code, target.path]
        process.environment = ["PYTHONIOENCODING": "utf-8"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(text == "é.log (2023, 11, 14, 22, 13, 20) b'second'\n")
    }

    @Test func checksumsAreThoseOfZipFiles() { #expect(ZipWriter.checksum(Data("123456789".utf8)) == 0xCBF4_3926) }

    @Test func noLogsIsAnError() {
        let error = #expect(throws: FoundryError.self) { _ = try ZipLogs.collect(directory.url.appending(path: "none"), into: file) }
        #expect(error?.code == .notFound)
    }
}
