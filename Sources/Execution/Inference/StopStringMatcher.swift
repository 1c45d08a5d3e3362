/// Lets text through up to a stop string, across the borders of its pieces. A value: text in, safe text out.
///
/// What might be the beginning of a stop string is held back until the next piece decides, so that no part of a stop
/// string is ever let through.
public struct StopStringMatcher: Sendable {
    /// What a piece of text led to.
    public struct Output: Sendable, Equatable {
        /// Text that is safe to pass on; may be empty.
        public var text: String
        /// Whether a stop string was met: nothing follows.
        public var isStopped: Bool
    }

    private let stops: [[UInt8]]
    private var held: [UInt8] = []

    /// Watches for stop strings.
    /// - Parameter stops: The texts, none of them empty. The one that is complete first ends the answer.
    public init(stops: [String]) { self.stops = stops.map { Array($0.utf8) }.filter { !$0.isEmpty } }

    /// Takes the next piece.
    /// - Parameter piece: Whole characters.
    public mutating func push(_ piece: String) -> Output {
        guard !stops.isEmpty else { return Output(text: piece, isStopped: false) }
        held.append(contentsOf: piece.utf8)
        if let end = firstMatch() {
            let text = String(decoding: held[..<end], as: UTF8.self)
            held = []
            return Output(text: text, isStopped: true)
        }
        let keep = longestBeginning()
        let text = String(decoding: held.dropLast(keep), as: UTF8.self)
        held.removeFirst(held.count - keep)
        return Output(text: text, isStopped: false)
    }

    /// The text is over: what was held back was no stop string after all.
    public mutating func finish() -> String {
        defer { held = [] }
        return String(decoding: held, as: UTF8.self)
    }

    /// Where the stop string begins that is complete first, the longest of those, so that the pieces' borders do not matter.
    private func firstMatch() -> Int? {
        for end in held.indices.map({ $0 + 1 }) {
            let lengths = stops.filter { held[..<end].suffix($0.count).elementsEqual($0) }.map(\.count)
            if let longest = lengths.max() { return end - longest }
        }
        return nil
    }

    /// The length of the longest end of the text that begins a stop string. UTF-8 makes bytes as good as characters here:
    /// a stop string begins and ends at a character's border, and so does every piece.
    private func longestBeginning() -> Int {
        for start in held.indices where stops.contains(where: { $0.starts(with: held[start...]) }) { return held.count - start }
        return 0
    }
}
