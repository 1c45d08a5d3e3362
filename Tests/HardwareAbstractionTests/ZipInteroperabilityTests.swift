import FoundryTestSupport
import Foundation
import Testing

@testable import HardwareAbstraction

private let python = ["/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

/// Archives of another writer, Python's zipfile.
@Suite(.enabled(if: python != nil, "python3 is not installed"))
struct ZipInteroperabilityTests {
    private func makeZip(_ script: String, in folder: URL) throws -> ZipArchive {
        let url = folder.appending(path: "python.zip")
        let command = CommandRun(
            executable: URL(filePath: try #require(python)), arguments: ["-c", "import sys, zipfile\n" + script, url.path],
            environment: ["PATH": "/usr/bin:/bin"], folder: folder, timeout: .seconds(120))
        let (end, output) = try command.run(Cancellation())
        try #require(end == .exited(0), "\(output)")
        return try ZipArchive(contentsOf: url)
    }

    @Test(arguments: ["ZIP_STORED", "ZIP_DEFLATED"])
    func readsArchive(of method: String) throws {
        let folder = try TemporaryDirectory()
        let archive = try makeZip(
            """
            with zipfile.ZipFile(sys.argv[1], "w", zipfile.\(method)) as z:
                z.writestr("empty", "")
                z.writestr("pattern", bytes(i * i % 251 for i in range(700000)))
                z.writestr("zeros", bytes(5000000))
            """, in: folder.url)
        let expected = [
            "empty": Data(), "pattern": Data((0..<700_000).map { UInt8($0 * $0 % 251) }), "zeros": Data(count: 5_000_000),
        ]
        #expect(Set(archive.members.map(\.name)) == Set(expected.keys))
        for member in archive.members {
            let url = folder.url.appending(path: member.name)
            try archive.extract(member, to: url)
            #expect(try Data(contentsOf: url) == expected[member.name])
        }
    }

    @Test func readsArchiveWrittenToPipe() throws {
        let folder = try TemporaryDirectory()
        // Without seeking the writer cannot go back to the header, so sizes follow the data.
        let archive = try makeZip(
            """
            class Pipe:
                def __init__(self, f): self.f = f
                def write(self, b): return self.f.write(b)
                def flush(self): self.f.flush()
            with open(sys.argv[1], "wb") as f, zipfile.ZipFile(Pipe(f), "w", zipfile.ZIP_DEFLATED) as z:
                z.writestr("a", "first " * 100)
                z.writestr("b", "second " * 100)
            """, in: folder.url)
        for (name, text) in [("a", "first "), ("b", "second ")] {
            let url = folder.url.appending(path: name)
            try archive.extract(try #require(archive.member(named: name)), to: url)
            #expect(try String(contentsOf: url, encoding: .utf8) == String(repeating: text, count: 100))
        }
    }
}
