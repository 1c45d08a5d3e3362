/// The control sequences that bring a line onto the terminal, given what stands there already. A value without I/O.
///
/// The line is drawn whole each time. Rows that are full flow into the next by the terminal's own wrapping, so that a terminal that
/// reflows on a resize and text that is copied keep it one line.
struct LineRenderer: Sendable {
    private let prompt: String
    private let continuationPrompt: String
    private let placeholder: String
    private let style: TerminalStyle

    /// How many rows the cursor stands below the first row drawn.
    private var cursorRow = 0
    /// The first row of the layout that is shown; more than 0 only where the text is taller than the terminal.
    private var top = 0
    private var drawn: (buffer: LineBuffer, size: TerminalSize)?

    init(prompt: String, continuationPrompt: String, placeholder: String, style: TerminalStyle) {
        self.prompt = prompt
        self.continuationPrompt = continuationPrompt
        self.placeholder = placeholder
        self.style = style
    }

    /// Draws the line over what was drawn before.
    mutating func draw(_ buffer: LineBuffer, size: TerminalSize) -> String {
        var output = erase(size: size)
        let layout = layout(buffer, size)
        let height = max(1, size.rows)
        top = max(0, min(top, layout.rows.count - height))
        if layout.cursor.row < top { top = layout.cursor.row }
        if layout.cursor.row >= top + height { top = layout.cursor.row - height + 1 }
        let visible = layout.rows[top..<min(layout.rows.count, top + height)]
        output += Self.text(of: visible)
        if buffer.isEmpty { output += hint(beside: layout, size) }
        cursorRow = layout.cursor.row - top
        output += Self.up(visible.count - 1 - cursorRow) + "\r" + Self.right(layout.cursor.column)
        drawn = (buffer, size)
        return Self.hideCursor + output + Self.showCursor
    }

    /// Draws the line a last time, all of it, and goes to the start of the row below.
    mutating func finish(_ buffer: LineBuffer, size: TerminalSize) -> String {
        let start = erase(size: size)
        // With the cursor at the start, a full last row gets no empty one below it.
        var whole = buffer
        whole.move(.textStart)
        let layout = layout(whole, size)
        forget()
        return start + Self.text(of: layout.rows[...]) + "\r\n"
    }

    /// Takes the line away; the cursor stands where it began.
    mutating func erase(size: TerminalSize) -> String {
        if let drawn, drawn.size != size { followResize(of: drawn.buffer, to: size) }
        defer { forget() }
        return Self.up(cursorRow) + "\r" + Self.clearBelow
    }

    /// Takes everything off the screen and goes to its first row.
    mutating func clearScreen() -> String {
        forget()
        return "\u{1B}[H\u{1B}[2J"
    }

    private mutating func forget() {
        cursorRow = 0
        drawn = nil
    }

    /// Assumes that the terminal has reflowed what stood there, as nearly all do.
    private mutating func followResize(of buffer: LineBuffer, to size: TerminalSize) {
        let row = layout(buffer, size).cursor.row
        cursorRow = min(top > 0 ? size.rows - 1 : row, max(0, size.rows - 1))
    }

    private func layout(_ buffer: LineBuffer, _ size: TerminalSize) -> LineLayout {
        LineLayout(buffer: buffer, prompt: prompt, continuationPrompt: continuationPrompt, width: size.columns)
    }

    /// Without styles the hint would look like typed text, so there is none.
    private func hint(beside layout: LineLayout, _ size: TerminalSize) -> String {
        guard style.isEnabled else { return "" }
        let room = size.columns - layout.cursor.column - 1
        return style.apply(.grey, to: String(DisplayWidth.prefix(of: placeholder, columns: max(0, room))))
    }

    private static let hideCursor = "\u{1B}[?25l"
    private static let showCursor = "\u{1B}[?25h"
    private static let clearBelow = "\u{1B}[J"

    private static func up(_ rows: Int) -> String { rows > 0 ? "\u{1B}[\(rows)A" : "" }
    private static func right(_ columns: Int) -> String { columns > 0 ? "\u{1B}[\(columns)C" : "" }

    private static func text(of rows: ArraySlice<LineLayout.Row>) -> String {
        var text = ""
        for index in rows.indices {
            text += rows[index].text
            guard index + 1 < rows.endIndex else { break }
            // A full row leaves the cursor in its last column; a next row without text needs a blank to bring it over.
            if !rows[index].wraps { text += "\r\n" } else if rows[index + 1].text.isEmpty { text += " \r" }
        }
        return text
    }
}
