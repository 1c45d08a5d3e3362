/// The meaning of finished escape sequences, after xterm's "XTerm Control Sequences", section "PC-Style Function Keys".
enum KeySequence {
    /// The key of `ESC [ parameters final`, or of `ESC O final`; empty where it means nothing here.
    static func key(parameters: [UInt8], final: UInt8) -> [Key] {
        let numbers = parameters.split(separator: 0x3B, omittingEmptySubsequences: false).map { Int(String(decoding: $0, as: UTF8.self)) }
        let first = numbers.first ?? nil
        // The second number is 1 plus the sum of Shift 1, Alt 2 and Ctrl 4.
        let modifiers = max(0, (numbers.count > 1 ? numbers[1] ?? 1 : 1) &- 1)
        let byWord = modifiers & 6 != 0
        switch (Unicode.Scalar(final), first) {
        case ("A", _): return [.up]
        case ("B", _): return [.down]
        case ("C", _): return [byWord ? .wordRight : .right]
        case ("D", _): return [byWord ? .wordLeft : .left]
        case ("H", _), ("~", 1), ("~", 7): return [.home]
        case ("F", _), ("~", 4), ("~", 8): return [.end]
        case ("~", 3): return [byWord ? .deleteWordForward : .delete]
        default: return []
        }
    }
}
