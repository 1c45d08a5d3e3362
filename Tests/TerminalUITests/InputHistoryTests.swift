import Foundation
import Testing

@testable import TerminalUI

@Suite struct InputHistoryTests {
    @Test func browsingKeepsTheDraft() {
        var history = InputHistory()
        for entry in ["one", "two"] { history.append(entry) }
        #expect(history.next() == nil)
        #expect(history.previous(current: "draft") == "two")
        #expect(history.previous(current: "two, edited") == "one")
        #expect(history.previous(current: "one") == nil)
        #expect(history.next() == "two")
        #expect(history.next() == "draft")
        #expect(history.next() == nil)
    }

    @Test func anEmptyHistoryGivesNothing() {
        var history = InputHistory()
        #expect(history.previous(current: "x") == nil)
        #expect(history.next() == nil)
    }

    @Test func appendingEndsTheBrowsing() {
        var history = InputHistory()
        for entry in ["one", "two"] { history.append(entry) }
        _ = history.previous(current: "")
        _ = history.previous(current: "")
        history.append("three")
        #expect(history.previous(current: "") == "three")
    }

    @Test(arguments: [
        (["a", "a", "b", "a"], ["a", "b", "a"]), (["", " ", "\n", "a"], ["a"]), (["1", "2", "3", "4"], ["2", "3", "4"]),
    ])
    func entriesAreBoundedAndRepeatsDropped(_ added: [String], _ kept: [String]) {
        var history = InputHistory(capacity: 3)
        for entry in added { history.append(entry) }
        #expect(history.entries == kept)
    }

    @Test func entriesOutliveTheValue() throws {
        try withFolder { folder in
            let file = folder.appending(path: "deep/er/history")
            let entries = ["one", "two\nlines \"quoted\" \\", "漢 👩‍👩‍👧 \u{2028}\u{0}"]
            var history = InputHistory(contentsOf: file)
            for entry in entries { history.append(entry) }
            #expect(history.fileFailure == nil)
            #expect(InputHistory(contentsOf: file).entries == entries)
            let content = try String(contentsOf: file, encoding: .utf8)
            #expect(content.split(separator: "\n").count == 3)
        }
    }

    @Test func theFileIsPrivateAlsoWhereItWasNot() throws {
        try withFolder { folder in
            let file = folder.appending(path: "history")
            try Data("\"old\"\n".utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
            var history = InputHistory(contentsOf: file)
            history.append("new")
            let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            #expect(history.entries == ["old", "new"])
        }
    }

    @Test func damagedLinesAreSkipped() throws {
        try withFolder { folder in
            let file = folder.appending(path: "history")
            try (Data("\"a\"\n{broken\n17\n\n\"b\"\n".utf8) + Data([0xFF, 0xFE, 0x0A]) + Data("\"half".utf8)).write(to: file)
            var history = InputHistory(contentsOf: file)
            #expect(history.entries == ["a", "b"])
            history.append("c")
            #expect(InputHistory(contentsOf: file).entries == ["a", "b", "c"])
        }
    }

    @Test func twoSessionsAddToOneFile() throws {
        try withFolder { folder in
            let file = folder.appending(path: "history")
            var first = InputHistory(contentsOf: file)
            var second = InputHistory(contentsOf: file)
            first.append("1")
            second.append("2")
            first.append("3")
            #expect(InputHistory(contentsOf: file).entries == ["1", "2", "3"])
        }
    }

    @Test func aLongFileIsRewrittenShort() throws {
        try withFolder { folder in
            let file = folder.appending(path: "history")
            try Data((1...7).map { "\"\($0)\"\n" }.joined().utf8).write(to: file)
            #expect(InputHistory(contentsOf: file, capacity: 3).entries == ["5", "6", "7"])
            #expect(try String(contentsOf: file, encoding: .utf8) == "\"5\"\n\"6\"\n\"7\"\n")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["history"])
        }
    }

    @Test func aHugeEntryStaysInMemory() throws {
        try withFolder { folder in
            let file = folder.appending(path: "history")
            var history = InputHistory(contentsOf: file)
            history.append(String(repeating: "x", count: HistoryFile.entryLimit + 1))
            history.append("small")
            #expect(history.entries.count == 2)
            #expect(InputHistory(contentsOf: file).entries == ["small"])
        }
    }

    @Test(arguments: ["link", "folder"]) func whatIsNoRegularFileIsLeftAlone(_ kind: String) throws {
        try withFolder { folder in
            let file = folder.appending(path: "history")
            let target = folder.appending(path: "target")
            if kind == "link" {
                try Data("\"secret\"\n".utf8).write(to: target)
                try FileManager.default.createSymbolicLink(at: file, withDestinationURL: target)
            } else {
                try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
            }
            var history = InputHistory(contentsOf: file)
            #expect(history.entries == [])
            #expect(history.fileFailure?.message.contains(file.path) == true)
            history.append("kept in memory")
            #expect(history.entries == ["kept in memory"])
            if kind == "link" { #expect(try String(contentsOf: target, encoding: .utf8) == "\"secret\"\n") }
        }
    }

    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "history-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }
}
