import TerminalUI

/// What a terminal would show: the control sequences the editor uses, with the delayed wrapping at the last column that terminals have.
struct ScreenModel {
    private(set) var row = 0
    private(set) var column = 0
    private var cells: [[Character]]
    private var wrapsNext = false
    private let columns: Int
    /// Rows that went off the top.
    private(set) var scrolledOff: [String] = []
    /// Control sequences the model does not know, and characters drawn where they do not belong: always empty if all is well.
    private(set) var surprises: [String] = []

    init(columns: Int, rows: Int) {
        self.columns = columns
        cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
    }

    /// The rows down to the last that shows something, without blanks at their ends.
    var lines: [String] {
        var lines = cells.map(Self.line)
        while lines.last == "" { lines.removeLast() }
        return lines
    }

    mutating func draw(_ text: String) {
        var rest = text[...]
        while let character = rest.popFirst() {
            switch character {
            case "\u{1B}": takeSequence(&rest)
            case "\r\n": (column, wrapsNext) = (0, false); lineFeed()
            case "\r": (column, wrapsNext) = (0, false)
            case "\n": lineFeed()
            case "\u{7}": break
            default: put(character)
            }
        }
    }

    private static func line(_ cells: [Character]) -> String {
        var line = String(cells.filter { $0 != "\0" })
        while line.last == " " { line.removeLast() }
        return line
    }

    private mutating func put(_ character: Character) {
        let width = DisplayWidth.columns(of: character)
        if width == 0 { surprises.append("no width: \(String(character).debugDescription)") }
        if wrapsNext || column + width > columns {
            lineFeed()
            column = 0
        }
        cells[row][column] = character
        if width == 2 { cells[row][column + 1] = "\0" }
        wrapsNext = column + width >= columns
        column = min(column + width, columns - 1)
    }

    private mutating func lineFeed() {
        wrapsNext = false
        if row + 1 < cells.count {
            row += 1
        } else {
            scrolledOff.append(Self.line(cells.removeFirst()))
            cells.append(Array(repeating: " ", count: columns))
        }
    }

    private mutating func takeSequence(_ rest: inout Substring) {
        guard rest.popFirst() == "[" else { return surprises.append("ESC without [") }
        var parameters = ""
        while let character = rest.popFirst() {
            guard character.isLetter else {
                parameters.append(character)
                continue
            }
            return apply(character, parameters)
        }
        surprises.append("unfinished sequence")
    }

    private mutating func apply(_ final: Character, _ parameters: String) {
        let count = Int(parameters) ?? 1
        switch (final, parameters) {
        case ("m", _), ("h", _), ("l", _): return
        case ("A", _): row = max(0, row - count)
        case ("C", _): column = min(columns - 1, column + count)
        case ("H", ""): (row, column) = (0, 0)
        case ("J", ""): clear(from: row, column)
        case ("J", "2"): clear(from: 0, 0)
        default: surprises.append("ESC [ \(parameters) \(final)")
        }
        wrapsNext = false
    }

    private mutating func clear(from first: Int, _ start: Int) {
        for index in first..<cells.count {
            for place in (index == first ? start : 0)..<columns { cells[index][place] = " " }
        }
    }
}
