/// A line of the chat that is an order and not a prompt: it begins with a slash.
enum ReplCommand: Equatable, Sendable {
    /// What `/show` shows.
    enum Topic: String, CaseIterable, Sendable {
        case info, system, parameters
    }

    case help
    case clear
    case exit
    case stats
    case setSystem(String)
    case setParameter(name: String, values: [String])
    case setVerbose(Bool)
    case show(Topic)
    case save(String)
    case load(String)
    /// A known order that lacks something; how it is written.
    case usage(String)
    /// No order at all; its first word.
    case unknown(String)

    /// Reads a line; nil where it is a prompt.
    init?(line: String) {
        let line = line.trimmingBlanks
        guard line.hasPrefix("/") else { return nil }
        let (word, rest) = Self.split(line)
        switch word.lowercased() {
        case "/help", "/?": self = .help
        case "/clear": self = .clear
        case "/exit", "/bye", "/quit": self = .exit
        case "/stats": self = .stats
        case "/system": self = rest.isEmpty ? .show(.system) : .setSystem(rest)
        case "/set": self = Self.set(rest)
        case "/show":
            self =
                rest.isEmpty ? .show(.info) : Topic(rawValue: rest.lowercased()).map(Self.show) ?? .usage("/show [info|system|parameters]")
        case "/save": self = rest.isEmpty || rest.contains(" ") ? .usage("/save NAME") : .save(rest)
        case "/load": self = rest.isEmpty || rest.contains(" ") ? .usage("/load NAME") : .load(rest)
        default: self = .unknown(word)
        }
    }

    private static func set(_ text: String) -> ReplCommand {
        let (what, rest) = split(text)
        switch what.lowercased() {
        case "system": return .setSystem(rest)
        case "verbose": return .setVerbose(true)
        case "quiet": return .setVerbose(false)
        case "parameter":
            let (name, values) = split(rest)
            let words = words(values)
            guard !name.isEmpty, !words.isEmpty else { return .usage("/set parameter NAME VALUE") }
            return .setParameter(name: name.lowercased(), values: words)
        default: return .usage("/set parameter NAME VALUE, /set system TEXT, /set verbose, or /set quiet")
        }
    }

    /// The first word and what follows it.
    private static func split(_ text: String) -> (word: String, rest: String) {
        let word = text.prefix { !$0.isWhitespace }
        return (String(word), String(text[word.endIndex...]).trimmingBlanks)
    }

    /// Words between blanks; double quotes keep blanks, and `\n`, `\t`, `\"` and `\\` within them mean what they do in JSON.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word: String?
        var isQuoted = false
        var rest = text[...]
        while let character = rest.popFirst() {
            switch character {
            case "\\" where isQuoted:
                let next = rest.popFirst() ?? "\\"
                word = (word ?? "") + (["n": "\n", "t": "\t"][next] ?? String(next))
            case "\"":
                isQuoted.toggle()
                word = word ?? ""
            case _ where character.isWhitespace && !isQuoted:
                if let word { words.append(word) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        return words
    }
}
