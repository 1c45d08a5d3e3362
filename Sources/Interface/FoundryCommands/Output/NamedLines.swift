/// Names and values in two columns, as Foundry Local 0.10 prints a status.
struct NamedLines {
    private let lines: [(name: String, value: String)]

    init(_ lines: [(String, String)]) { self.lines = lines }

    /// A line each, with its end: names filled up to the longest, a blank, the value.
    var text: String {
        let width = lines.map(\.name.count).max() ?? 0
        return lines.map { SafeText.withoutControls("\($0.name.padded(to: width + 1))\(Failure.oneLine($0.value))") + "\n" }.joined()
    }
}
