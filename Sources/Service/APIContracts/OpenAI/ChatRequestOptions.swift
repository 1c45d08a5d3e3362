import FoundryCore

/// `stop`: one text or several.
public struct StopSequences: Codable, Sendable, Equatable {
    /// The texts.
    public var texts: [String]

    /// Makes a list.
    public init(_ texts: [String]) { self.texts = texts }

    /// Reads a string or an array of strings.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            texts = [text]
        } else if (try? decoder.unkeyedContainer()) != nil {
            texts = try container.decode([String].self)
        } else {
            let path = decoder.codingPath.jsonPath
            throw FoundryError(.invalidArgument, "\(path) must be a string or an array of strings.", parameter: path)
        }
    }

    /// Writes an array of strings.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(texts)
    }
}

/// `stream_options`.
public struct StreamOptions: Codable, Sendable, Equatable {
    /// Whether the stream's last chunk tells the tokens used.
    public var includeUsage: Bool?

    /// Makes options.
    public init(includeUsage: Bool? = nil) { self.includeUsage = includeUsage }

    private enum CodingKeys: String, CodingKey { case includeUsage = "include_usage" }
}
