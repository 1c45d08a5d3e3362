import FoundryCore

/// How the next token is chosen. `nil` leaves the choice to the model's own defaults.
public struct SamplingParameters: Sendable, Hashable, Codable {
    /// 0 always takes the likeliest token; higher values choose more freely. From 0 to 2.
    public var temperature: Double?
    /// Only the likeliest tokens that together reach this probability. Over 0, to 1.
    public var topP: Double?
    /// Only this many of the likeliest tokens; 1 or more.
    public var topK: Int?
    /// Divides the score of tokens seen before. Over 0, to 10; 1 changes nothing.
    public var repetitionPenalty: Double?
    /// Makes the choice repeatable.
    public var seed: Int64?

    /// Makes parameters; what is not named is left to the model.
    public init(
        temperature: Double? = nil, topP: Double? = nil, topK: Int? = nil, repetitionPenalty: Double? = nil, seed: Int64? = nil
    ) {
        self.temperature = temperature
        self.topP = topP
        self.topK = topK
        self.repetitionPenalty = repetitionPenalty
        self.seed = seed
    }

    /// Checks that every value is within its range.
    /// - Throws: ``FoundryError`` `invalidArgument` with the parameter's API name and its range.
    public func validate() throws {
        if let temperature, !(0...2).contains(temperature) { throw outOfRange("temperature", temperature, "from 0 to 2") }
        if let topP, !(topP > 0 && topP <= 1) { throw outOfRange("top_p", topP, "over 0, to 1") }
        if let topK, !(1...1_000_000).contains(topK) { throw outOfRange("top_k", topK, "from 1 to 1000000") }
        if let repetitionPenalty, !(repetitionPenalty > 0 && repetitionPenalty <= 10) {
            throw outOfRange("repetition_penalty", repetitionPenalty, "over 0, to 10")
        }
    }

    private func outOfRange(_ name: String, _ value: any CustomStringConvertible, _ range: String) -> FoundryError {
        FoundryError(.invalidArgument, "\(name) is \(value); it must be \(range).", parameter: name)
    }
}
