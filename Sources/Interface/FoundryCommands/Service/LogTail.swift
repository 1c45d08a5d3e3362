import Foundation
import FoundryCore

/// The end of a log file, and what is written to it from then on.
struct LogTail {
    let file: URL
    /// Where the next reading begins.
    private var offset: UInt64 = 0
    private var identity: UInt64?

    /// The most bytes read at once; of older ones nobody reads thousands of lines.
    private static let window: UInt64 = 4 << 20

    init(file: URL) { self.file = file }

    /// The last lines of the file.
    /// - Parameter count: How many.
    /// - Throws: `FoundryError` `notFound` where there is no log yet.
    mutating func last(_ count: Int) throws -> String {
        guard let data = try read(from: { size in size > Self.window ? size - Self.window : 0 }) else {
            throw FoundryError(.notFound, "There is no log yet at \(file.path). The service writes it: foundry service start")
        }
        return Self.lastLines(String(decoding: data, as: UTF8.self), count)
    }

    /// What was written since the last reading. A file that was replaced or cut is read from its start.
    mutating func next() throws -> String {
        let offset = offset
        let before = identity
        guard let now = attributes() else { return "" }
        let data = try read { size in
            before == now.identity && size >= offset ? max(offset, size > Self.window ? size - Self.window : 0) : 0
        }
        return String(decoding: data ?? Data(), as: UTF8.self)
    }

    /// The last lines of a text; the text's end counts as a line's.
    static func lastLines(_ text: String, _ count: Int) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let complete = lines.last == "" ? lines.dropLast() : lines[...]
        return complete.suffix(max(0, count)).map { $0 + "\n" }.joined()
    }

    private mutating func read(from start: (UInt64) -> UInt64) throws -> Data? {
        guard let now = attributes() else { return nil }
        do {
            let handle = try FileHandle(forReadingFrom: file)
            defer { try? handle.close() }
            try handle.seek(toOffset: start(now.size))
            let data = try handle.read(upToCount: Int(Self.window)) ?? Data()
            offset = try handle.offset()
            identity = now.identity
            return data
        } catch {
            throw FoundryError(.io, "Could not read \(file.path): \(error.localizedDescription)")
        }
    }

    private func attributes() -> (size: UInt64, identity: UInt64)? {
        guard let values = try? FileManager.default.attributesOfItem(atPath: file.path), let size = values[.size] as? NSNumber else {
            return nil
        }
        return (size.uint64Value, (values[.systemFileNumber] as? NSNumber)?.uint64Value ?? 0)
    }
}
