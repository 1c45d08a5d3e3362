/// How many columns text takes on a terminal that draws each grapheme cluster as one.
///
/// Wide are the characters of East Asian Width W and F (Unicode standard annex 11) and emoji presentations (technical standard 51).
public enum DisplayWidth {
    /// The columns of a text. Control characters count none, and neither do style sequences (`ESC [ … m`).
    /// - Parameter text: Any text; line ends count none.
    public static func columns(of text: String) -> Int {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
        return StyledText.cells(of: text).reduce(0) { $0 + $1.columns }
    }

    /// The columns of one character: 0, 1 or 2.
    /// - Parameter character: A grapheme cluster.
    public static func columns(of character: Character) -> Int {
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return 0 }
        if first.value < 0x7F, scalars.count == 1 { return first.value < 0x20 ? 0 : 1 }
        if first.properties.isEmoji, scalars.contains("\u{FE0F}") { return 2 }
        if first.properties.isEmojiPresentation { return scalars.contains("\u{FE0E}") ? 1 : 2 }
        return min(2, scalars.reduce(0) { $0 + columns(of: $1) })
    }

    /// The start of a text that fits into a number of columns; characters are never cut in two.
    /// - Parameters:
    ///   - text: Text without style sequences.
    ///   - columns: The columns it may take.
    public static func prefix(of text: String, columns: Int) -> Substring {
        var rest = columns
        return text.prefix { character in
            rest -= Self.columns(of: character)
            return rest >= 0
        }
    }

    private static func columns(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x00AD: return 1  // the soft hyphen: a format character, but terminals show it
        case 0x1160...0x11FF, 0xD7B0...0xD7FF: return 0  // vowels and final consonants, drawn within their Hangul syllable
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator: return 0
        default: return isWide(scalar.value) ? 2 : 1
        }
    }

    private static func isWide(_ value: UInt32) -> Bool {
        value >= 0x1100 && wideRanges.contains { $0.contains(value) }
    }

    /// W and F of EastAsianWidth.txt (Unicode 16), without the emoji, which the standard library knows; gaps hold no assigned characters.
    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F,  // Hangul initial consonants
        0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F,
        0x2E80...0x303E,  // radicals, CJK punctuation
        0x3041...0x3247, 0x3250...0xA4CF,  // kana, ideographs, Yi
        0xA960...0xA97F, 0xAC00...0xD7A3,  // Hangul
        0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
        0xFF01...0xFF60, 0xFFE0...0xFFE6,  // fullwidth forms
        0x16FE0...0x18D1E, 0x1AFF0...0x1B2FF,  // Tangut, Khitan, further kana
        0x1D300...0x1D376, 0x1F200...0x1F2FF,
        0x20000...0x2FFFD, 0x30000...0x3FFFD,  // further ideographs
    ]
}
