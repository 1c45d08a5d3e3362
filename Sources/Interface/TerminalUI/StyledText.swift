/// Text as the cells a terminal fills, with the style sequences between them.
enum StyledText {
    /// A piece that is drawn whole.
    struct Cell: Equatable, Sendable {
        var text: String
        var columns: Int
    }

    /// Splits text into characters and style sequences (`ESC [ numbers m`), which take no column.
    static func cells(of text: String) -> [Cell] {
        var cells: [Cell] = []
        var rest = text[...]
        while let character = rest.first {
            if character == "\u{1B}", let end = styleEnd(rest) {
                cells.append(Cell(text: String(rest[..<end]), columns: 0))
                rest = rest[end...]
            } else {
                cells.append(Cell(text: String(character), columns: DisplayWidth.columns(of: character)))
                rest = rest.dropFirst()
            }
        }
        return cells
    }

    /// Text that cannot steer the terminal: style sequences stay, other control characters become visible, line ends a space.
    static func singleLine(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        return cells(of: text).reduce(into: "") { line, cell in
            if cell.columns == 0, cell.text.hasPrefix("\u{1B}["), cell.text.count > 1 {
                line += cell.text
            } else if cell.text.first?.isNewline == true || cell.text == "\t" {
                line += " "
            } else {
                line += visible(cell.text)
            }
        }
    }

    /// Control characters in caret notation (`^[`), those above U+007F as U+FFFD; other text as it is.
    static func visible(_ text: String) -> String {
        if !text.unicodeScalars.contains(where: isControl) { return text }
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar.value {
            case 0..<0x20: result += "^" + String(Unicode.Scalar(UInt8(scalar.value) + 0x40))
            case 0x7F: result += "^?"
            default: result.unicodeScalars.append(isControl(scalar) ? "\u{FFFD}" : scalar)
            }
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
    }

    private static func styleEnd(_ text: Substring) -> Substring.Index? {
        let tail = text.dropFirst()
        guard tail.first == "[" else { return nil }
        guard let end = tail.dropFirst().firstIndex(where: { !("0"..."9").contains($0) && $0 != ";" && $0 != ":" }) else { return nil }
        return tail[end] == "m" ? tail.index(after: end) : nil
    }
}
