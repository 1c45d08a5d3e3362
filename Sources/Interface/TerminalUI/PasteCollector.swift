/// Gathers the bytes of a bracketed paste up to its end mark, `ESC [ 201 ~`.
struct PasteCollector: Sendable {
    private static let endMark = Array("\u{1B}[201~".utf8)

    private let limit: Int
    private var bytes: [UInt8] = []
    private var matched = 0
    private var lost = 0

    /// - Parameter limit: The most bytes it keeps.
    init(limit: Int) { self.limit = limit }

    /// Takes one byte; true when it was the last of the end mark.
    mutating func push(_ byte: UInt8) -> Bool {
        if byte == Self.endMark[matched] {
            matched += 1
            return matched == Self.endMark.count
        }
        // ESC stands only at the mark's start, so a failed match can begin again only with this byte.
        for early in Self.endMark[..<matched] { keep(early) }
        matched = 0
        if byte == Self.endMark[0] { matched = 1 } else { keep(byte) }
        return false
    }

    /// The keys of a finished paste.
    func keys() -> [Key] {
        var kept = bytes[...]
        if lost > 0 { kept = kept.dropLast(Self.splitTail(kept)) }
        var keys: [Key] = []
        if !kept.isEmpty { keys.append(.paste(Self.text(kept))) }
        if lost > 0 { keys.append(.pasteCut(lostBytes: lost + bytes.count - kept.count)) }
        return keys
    }

    private mutating func keep(_ byte: UInt8) {
        if bytes.count < limit { bytes.append(byte) } else { lost += 1 }
    }

    /// How many bytes at the end may belong to a character that the limit cut in two.
    private static func splitTail(_ bytes: ArraySlice<UInt8>) -> Int {
        guard let lead = bytes.suffix(4).lastIndex(where: { $0 & 0xC0 != 0x80 }), bytes[lead] >= 0xC0 else { return 0 }
        let length = bytes[lead] >= 0xF0 ? 4 : bytes[lead] >= 0xE0 ? 3 : 2
        let present = bytes.endIndex - lead
        return present < length ? present : 0
    }

    /// Terminals send a line end as CR, LF or both.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        var unified: [UInt8] = []
        unified.reserveCapacity(bytes.count)
        var afterReturn = false
        for byte in bytes {
            if byte == 0x0D { unified.append(0x0A) } else if byte != 0x0A || !afterReturn { unified.append(byte) }
            afterReturn = byte == 0x0D
        }
        return String(decoding: unified, as: UTF8.self)
    }
}
