/// Rewrites arguments that earlier generations took in a form the argument parser has no word for.
enum ArgumentSpelling {
    /// Switches of Foundry Local 0.8 that took `true` or `false` behind them; here they are flags.
    private static let switches: Set<String> = ["--retain", "--verbose"]

    /// The arguments as the commands declare them.
    /// - Parameter arguments: The arguments without the program's name.
    static func normalized(_ arguments: [String]) -> [String] {
        var result: [String] = []
        var rest = arguments[...]
        if rest.first == "--license" {
            rest = rest.dropFirst()
            result = ["license"]
        }
        while let argument = rest.popFirst() {
            if argument == "--" { return result + [argument] + rest }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let name = parts.first, switches.contains(name) else {
                result.append(argument)
                continue
            }
            var value = parts.count == 2 ? parts[1].lowercased() : nil
            if value == nil, let next = rest.first?.lowercased(), ["true", "false"].contains(next) {
                value = next
                rest = rest.dropFirst()
            }
            switch value {
            case nil, "true": result.append(name)
            case "false": break
            case .some: result.append(argument)
            }
        }
        return result
    }
}
