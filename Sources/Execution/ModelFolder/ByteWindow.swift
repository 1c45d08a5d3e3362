import FoundryCore

/// Bytes of a file behind a window that follows the reader, so that what is skipped is never read.
///
/// A graph with its weights inside may have 2 GB, of which the reader wants some kilobytes.
final class ByteWindow {
    /// All bytes there are.
    let count: Int
    /// The file, as messages say it.
    let label: String
    private let file: RegularFile?
    private var window: [UInt8]
    private var start = 0

    private static let length = 1 << 16

    /// Looks at a file.
    init(_ file: RegularFile) {
        self.file = file
        count = file.size
        label = file.label
        window = []
    }

    /// Looks at bytes in memory.
    init(_ bytes: [UInt8], label: String) {
        file = nil
        count = bytes.count
        self.label = label
        window = bytes
    }

    /// One byte.
    /// - Parameter offset: Its place, below ``count``.
    func byte(at offset: Int) throws -> UInt8 {
        if offset < start || offset >= start + window.count { try move(to: offset) }
        return window[offset - start]
    }

    /// Several bytes.
    /// - Parameter range: Their place, within ``count``.
    func bytes(in range: Range<Int>) throws -> [UInt8] {
        if range.lowerBound < start || range.upperBound > start + window.count {
            if range.count > Self.length, let file {
                let bytes = try file.read(at: range.lowerBound, count: range.count)
                guard bytes.count == range.count else { throw shortened(at: range.lowerBound + bytes.count) }
                return bytes
            }
            guard !range.isEmpty else { return [] }
            try move(to: range.lowerBound)
            guard range.upperBound <= start + window.count else { throw shortened(at: start + window.count) }
        }
        return Array(window[(range.lowerBound - start)..<(range.upperBound - start)])
    }

    /// The error for what is wrong at a place.
    func damaged(at offset: Int, _ reason: String) -> FoundryError {
        FoundryError(.corrupt, "\(label): at byte \(offset) \(reason). The file is damaged or incomplete; fetch it again.")
    }

    private func move(to offset: Int) throws {
        guard offset >= 0, offset < count, let file else { throw shortened(at: offset) }
        window = try file.read(at: offset, count: min(Self.length, count - offset))
        start = offset
        guard !window.isEmpty else { throw shortened(at: offset) }
    }

    private func shortened(at offset: Int) -> FoundryError { damaged(at: offset, "the file ends, though it had \(count) bytes before") }
}
