import Foundation
import Testing

@testable import TerminalUI

@Suite struct PlainLineReaderTests {
    @Test(
        arguments: [
            ("", []), ("a\nb\n", ["a", "b"]), ("a\r\n\nb", ["a", "", "b"]), ("é漢\n", ["é漢"]), ("\n", [""]),
        ] as [(String, [String])])
    func linesComeWithoutTheirEnds(_ content: String, _ lines: [String]) throws {
        let pipe = try Self.pipe(Data(content.utf8))
        defer { withExtendedLifetime(pipe) {} }
        let editor = LineEditor(input: pipe.fileHandleForReading.fileDescriptor, output: pipe.fileHandleForReading.fileDescriptor)
        for line in lines { #expect(try editor.readLine(prompt: ">>> ") == .line(line)) }
        #expect(try editor.readLine(prompt: ">>> ") == .endOfInput)
        #expect(try editor.readLine(prompt: ">>> ") == .endOfInput)
    }

    @Test func damagedTextIsRepaired() throws {
        let pipe = try Self.pipe(Data([0x61, 0xFF, 0x0A]))
        defer { withExtendedLifetime(pipe) {} }
        var reader = PlainLineReader(descriptor: pipe.fileHandleForReading.fileDescriptor)
        #expect(try reader.next() == "a\u{FFFD}")
    }

    @Test func aLineWithoutEndIsRefused() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "long-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(count: PlainLineReader.limit + 1).write(to: file)
        let handle = try FileHandle(forReadingFrom: file)
        defer { withExtendedLifetime(handle) {} }
        var reader = PlainLineReader(descriptor: handle.fileDescriptor)
        #expect(throws: TerminalError.self) { try reader.next() }
    }

    @Test func aClosedInputIsAnError() throws {
        var reader = PlainLineReader(descriptor: -1)
        let error = #expect(throws: TerminalError.self) { try reader.next() }
        #expect(error?.message.hasPrefix("Could not read the input: ") == true)
    }

    /// A pipe that holds the content and has no writer any more.
    private static func pipe(_ content: Data) throws -> Pipe {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: content)
        try pipe.fileHandleForWriting.close()
        return pipe
    }
}
