/// Where each character of prompt and text lies on a terminal of a given width.
struct LineLayout: Equatable, Sendable {
    struct Row: Equatable, Sendable {
        var text = ""
        var columns = 0
        /// The line goes on in the next row because this one is full; without it the next row is a line of its own.
        var wraps = false
    }

    struct Place: Equatable, Sendable {
        var row: Int
        var column: Int
    }

    private(set) var rows = [Row()]
    private(set) var cursor = Place(row: 0, column: 0)
    private let width: Int

    /// - Parameters:
    ///   - prompt: What stands before the first line; style sequences are allowed.
    ///   - continuationPrompt: What stands before each further line.
    ///   - width: The terminal's columns.
    init(buffer: LineBuffer, prompt: String, continuationPrompt: String, width: Int) {
        self.width = max(2, width)  // a wide character needs two
        for cell in StyledText.cells(of: prompt) { add(cell.text, cell.columns) }
        var index = buffer.text.startIndex
        while index < buffer.text.endIndex {
            add(buffer.text[index], isCursor: index == buffer.cursorIndex, continuationPrompt)
            index = buffer.text.index(after: index)
        }
        guard buffer.cursorIndex == buffer.text.endIndex else { return }
        // A cursor behind a full row stands in the next.
        if last.columns >= self.width { wrap() }
        cursor = end
    }

    private var last: Row { rows[rows.count - 1] }
    private var end: Place { Place(row: rows.count - 1, column: last.columns) }

    private mutating func add(_ character: Character, isCursor: Bool, _ continuationPrompt: String) {
        if character.isNewline, character == "\n" {
            if isCursor { cursor = Place(row: rows.count - 1, column: min(last.columns, width - 1)) }
            rows.append(Row())
            for cell in StyledText.cells(of: continuationPrompt) { add(cell.text, cell.columns) }
            return
        }
        let cells = Self.cells(of: character)
        if let first = cells.first, last.columns + first.columns > width { wrap() }
        if isCursor { cursor = end }
        for cell in cells { add(cell.text, cell.columns) }
    }

    private mutating func add(_ text: String, _ columns: Int) {
        if last.columns + columns > width { wrap() }
        rows[rows.count - 1].text += text
        rows[rows.count - 1].columns += columns
    }

    private mutating func wrap() {
        rows[rows.count - 1].wraps = true
        rows.append(Row())
    }

    /// Control characters that a paste brought are shown, never sent: they would steer the terminal.
    private static func cells(of character: Character) -> [StyledText.Cell] {
        if character == "\t" { return Array(repeating: StyledText.Cell(text: " ", columns: 1), count: 4) }
        let shown = StyledText.visible(String(character))
        return shown.map { StyledText.Cell(text: String($0), columns: DisplayWidth.columns(of: $0)) }
    }
}
