/// The last bytes of a stream, however much there was of it.
struct TailBuffer: Sendable {
    /// How many bytes are kept.
    let limit: Int
    private var bytes: [UInt8] = []

    init(limit: Int) { self.limit = limit }

    /// Takes the next bytes.
    mutating func push(_ new: some Collection<UInt8>) {
        bytes.append(contentsOf: new.suffix(limit))
        // Cut at twice the limit: a byte is moved once on average, not at every push.
        if bytes.count > 2 * limit { bytes.removeFirst(bytes.count - limit) }
    }

    /// What was kept as text that is safe to show: damaged characters are replaced, control characters but line breaks are
    /// left out, white space at both ends as well.
    var text: String {
        let kept = String(decoding: bytes.suffix(limit), as: UTF8.self)
        let visible = kept.unicodeScalars.filter { $0 == "\n" || !($0.value < 0x20 || (0x7F...0x9F).contains($0.value)) }
        return String(String.UnicodeScalarView(visible)).trimmingSpace
    }
}

extension String {
    fileprivate var trimmingSpace: String {
        let start = drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
