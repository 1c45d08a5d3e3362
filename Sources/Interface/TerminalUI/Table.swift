/// Rows in aligned columns with two blanks between them, for people to read.
///
/// Cells may hold style sequences (``TerminalStyle``); other control characters are made visible, as cells may hold names from anywhere.
public struct Table: Sendable {
    private let grid: TableGrid

    /// A table.
    /// - Parameters:
    ///   - headers: The titles of the columns.
    ///   - rows: The cells; a short row is filled up with empty ones.
    ///   - rightAligned: The columns, from 0, whose text stands at the right: numbers.
    public init(headers: [String], rows: [[String]], rightAligned: Set<Int> = []) {
        grid = TableGrid(headers: headers, rows: rows, rightAligned: rightAligned)
    }

    /// The lines without line ends and without blanks at their ends, the headers first.
    public var lines: [String] { grid.rows.map { grid.line($0, separator: "  ") } }

    /// The lines, each with a line end.
    public var text: String { lines.map { $0 + "\n" }.joined() }
}

/// Rows in aligned columns with light rules: `Name │ Size`, a rule of `─` and `┼`, and the rows.
public struct BoxTable: Sendable {
    private let grid: TableGrid

    /// A table.
    /// - Parameters:
    ///   - headers: The titles of the columns.
    ///   - rows: The cells; a short row is filled up with empty ones.
    ///   - rightAligned: The columns, from 0, whose text stands at the right: numbers.
    public init(headers: [String], rows: [[String]], rightAligned: Set<Int> = []) {
        grid = TableGrid(headers: headers, rows: rows, rightAligned: rightAligned)
    }

    /// The lines without line ends and without blanks at their ends: headers, rule, rows.
    public var lines: [String] {
        let rule = grid.widths.map { String(repeating: "─", count: $0) }.joined(separator: "─┼─")
        var lines = grid.rows.map { grid.line($0, separator: " │ ") }
        lines.insert(rule, at: 1)
        return lines
    }

    /// The lines, each with a line end.
    public var text: String { lines.map { $0 + "\n" }.joined() }
}
