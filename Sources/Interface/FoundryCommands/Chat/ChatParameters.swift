import APIContracts
import FoundryCore

/// How answers are chosen; what is not set is left to the model's own defaults.
struct ChatParameters: Codable, Sendable, Equatable {
    var temperature: Double?
    var topP: Double?
    var topK: Int?
    var maxTokens: Int?
    var seed: Int64?
    var stop: [String]?
    var repetitionPenalty: Double?

    /// The names of all parameters, as requests and `/set parameter` know them.
    static let names = ["temperature", "top_p", "top_k", "max_tokens", "seed", "stop", "repetition_penalty"]

    /// Changes one from its textual form.
    /// - Parameters:
    ///   - name: Its name.
    ///   - values: Its value; several for `stop`.
    /// - Throws: `FoundryError` `invalidArgument` saying what it takes.
    mutating func set(_ name: String, to values: [String]) throws {
        guard Self.names.contains(name) else {
            throw FoundryError(.invalidArgument, "There is no parameter \"\(name)\"; there are \(Self.names.joined(separator: ", ")).")
        }
        guard let value = values.first, name == "stop" || values.count == 1 else {
            throw FoundryError(.invalidArgument, "\(name) takes one value.")
        }
        switch name {
        case "temperature": temperature = try Self.number(value, name, 0...2)
        case "top_p": topP = try Self.number(value, name, 0...1)
        case "repetition_penalty": repetitionPenalty = try Self.number(value, name, 0.01...10)
        case "top_k": topK = try Self.integer(value, name, 1...1_000_000)
        case "max_tokens": maxTokens = try Self.integer(value, name, 1...100_000_000)
        case "seed": seed = try Self.integer(value, name, Int64.min...Int64.max)
        default: stop = values
        }
    }

    /// Writes the parameters into a request.
    func apply(to request: inout ChatCompletionRequest) {
        request.temperature = temperature
        request.topP = topP
        request.topK = topK
        request.maxTokens = maxTokens
        request.seed = seed
        request.stop = stop.map { StopSequences($0) }
        request.repetitionPenalty = repetitionPenalty
    }

    /// Names and values of those that are set.
    var shown: [(String, String)] {
        let all: [(String, String?)] = [
            ("temperature", temperature.map(String.init(describing:))), ("top_p", topP.map(String.init(describing:))),
            ("top_k", topK.map(String.init)),
            ("max_tokens", maxTokens.map(String.init)), ("seed", seed.map { String($0) }),
            ("stop", stop.map { $0.map { "\"\($0)\"" }.joined(separator: " ") }),
            ("repetition_penalty", repetitionPenalty.map(String.init(describing:))),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }

    private static func number(_ text: String, _ name: String, _ range: ClosedRange<Double>) throws -> Double {
        guard let number = Double(text), range.contains(number) else {
            throw FoundryError(.invalidArgument, "\(name) takes a number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\".")
        }
        return number
    }

    private static func integer<Number: FixedWidthInteger>(_ text: String, _ name: String, _ range: ClosedRange<Number>) throws -> Number {
        guard let number = Number(text), range.contains(number) else {
            throw FoundryError(
                .invalidArgument, "\(name) takes a whole number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\".")
        }
        return number
    }
}
