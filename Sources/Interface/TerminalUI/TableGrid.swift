/// The cells of a table, made safe to print, and the widths of their columns.
struct TableGrid: Sendable {
    /// The headers and then the rows, all of the same length.
    let rows: [[String]]
    /// The columns each cell column takes.
    let widths: [Int]
    private let rightAligned: Set<Int>

    init(headers: [String], rows: [[String]], rightAligned: Set<Int>) {
        let all = [headers] + rows
        let count = all.map(\.count).max() ?? 0
        let padded = all.map { row in row.map(StyledText.singleLine) + Array(repeating: "", count: count - row.count) }
        self.rows = padded
        widths = (0..<count).map { column in padded.map { DisplayWidth.columns(of: $0[column]) }.max() ?? 0 }
        self.rightAligned = rightAligned
    }

    /// One row as a line, without blanks at its end.
    func line(_ row: [String], separator: String) -> String {
        var line = row.indices.map { column in
            let blanks = String(repeating: " ", count: widths[column] - DisplayWidth.columns(of: row[column]))
            return rightAligned.contains(column) ? blanks + row[column] : row[column] + blanks
        }.joined(separator: separator)
        while line.last == " " { line.removeLast() }
        return line
    }
}
