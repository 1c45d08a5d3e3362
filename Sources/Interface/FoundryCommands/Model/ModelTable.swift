/// The table of `foundry model list` as Foundry Local 0.8 prints it, to the column: programs parse it.
struct ModelTable {
    /// The rows, those of an alias together.
    let rows: [ModelRow]

    /// Where each column but the last ends.
    private static let widths = [31, 11, 15, 13, 13]
    private static let titles = ["Alias", "Device", "Task", "File Size", "License"]
    private static let lastTitle = "Model ID"
    /// The last column's start and what 0.8 adds to it for a rule.
    private static let ruleBase = 83 + 4

    /// The table with a line end after each line.
    var text: String {
        var lines = [Self.line(Self.titles, Self.lastTitle), Self.rule(Self.lastTitle.count)]
        var rest = rows[...]
        while let first = rest.first {
            let group = rest.prefix { $0.alias == first.alias }
            for (index, row) in group.enumerated() {
                lines.append(Self.line([index == 0 ? row.alias : "", row.device, row.shownTask, row.shownSize, row.license], row.id))
            }
            lines.append(Self.rule(group.map(\.id.count).max() ?? 0))
            rest = rest.dropFirst(group.count)
        }
        return lines.map { SafeText.withoutControls($0) + "\n" }.joined()
    }

    private static func line(_ cells: [String], _ last: String) -> String {
        zip(cells, widths).map { $0.padded(to: $1) }.joined() + last
    }

    private static func rule(_ width: Int) -> String { String(repeating: "-", count: ruleBase + width) }
}

extension String {
    /// The text filled up with blanks; one blank follows a text that is as wide or wider.
    /// - Parameter width: The characters wanted.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: Swift.max(1, width - count)) }
}
