import ArgumentParser
import Foundation
import FoundryCore

/// How a command prints its data.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    /// For people.
    case text
    /// One JSON value, for programs.
    case json
}

/// The option every command has that prints data.
struct OutputOptions: ParsableArguments {
    @Option(name: [.short, .long], help: "How to print: text or json.")
    var output: OutputFormat = .text

    /// Whether JSON is wanted.
    var isJSON: Bool { output == .json }
}

extension TextOutput {
    /// Writes a value as JSON: indented, keys sorted, times in ISO 8601.
    func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        try line(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
