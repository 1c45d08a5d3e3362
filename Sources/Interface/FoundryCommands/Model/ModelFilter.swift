import ArgumentParser
import FoundryCore

/// `--filter key=value` of `foundry model list`: one condition, letters' case does not count, `!value` turns it round.
struct ModelFilter: ExpressibleByArgument, Sendable, Equatable {
    /// What is compared.
    enum Key: String, CaseIterable, Sendable {
        case device, provider, task, alias
    }

    let key: Key
    let value: String
    let isNegated: Bool

    /// Reads a condition; nil where it is none.
    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let key = Key(rawValue: parts[0].lowercased()) else { return nil }
        isNegated = parts[1].hasPrefix("!")
        let value = parts[1].dropFirst(isNegated ? 1 : 0).lowercased()
        guard !value.isEmpty else { return nil }
        self.key = key
        self.value = value
    }

    /// Whether a model is to be shown.
    func matches(_ row: ModelRow) -> Bool {
        let found =
            switch key {
            case .device: row.device.lowercased() == value
            case .provider: row.provider.lowercased() == value
            case .task: [row.task.lowercased(), row.shownTask.lowercased()].contains(value)
            case .alias where value.hasSuffix("*"): row.alias.lowercased().hasPrefix(value.dropLast())
            case .alias: row.alias.lowercased() == value
            }
        return found != isNegated
    }
}
