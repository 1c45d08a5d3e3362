/// A model variant's identifier, `name:version`, as catalogs and the API write it.
///
/// Format: Foundry Local's model ids, for example `Phi-4-mini-instruct-generic-cpu:5`. A local model without a version has
/// version 0.
public struct ModelID: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The part before the colon: `[A-Za-z0-9][A-Za-z0-9._-]*`.
    public let name: String
    /// The part after the colon, 0 for local models without one.
    public let version: Int

    /// Makes an identifier from its parts.
    /// - Throws: ``FoundryError`` `invalidArgument` where the name has other characters than letters, digits, `.`, `_`, `-`,
    ///   or the version is negative.
    public init(name: String, version: Int) throws {
        guard Self.isValidName(name), version >= 0 else {
            throw FoundryError(
                .invalidArgument,
                "\"\(name.prefix(80))\" is no model name: use letters, digits, '.', '_' and '-', beginning with a letter or digit."
            )
        }
        self.name = name
        self.version = version
    }

    /// Reads `name:version`, or a bare name as version 0.
    /// - Throws: ``FoundryError`` `invalidArgument` where the text is neither.
    public init(parsing text: String) throws {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            try self.init(name: text, version: 0)
            return
        }
        // One spelling for one id: no sign, no leading zero.
        guard let version = Int(parts[1]), String(version) == parts[1], version >= 0 else {
            throw FoundryError(.invalidArgument, "\"\(text.prefix(80))\" is no model id: what follows ':' must be a version number.")
        }
        try self.init(name: String(parts[0]), version: version)
    }

    /// `name:version`.
    public var description: String { "\(name):\(version)" }

    /// Whether a text may be a model's name or alias.
    public static func isValidName(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 128 else { return false }
        let isAlphanumeric = { (byte: UInt8) in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        }
        return isAlphanumeric(first) && name.utf8.allSatisfy { isAlphanumeric($0) || [0x2D, 0x2E, 0x5F].contains($0) }
    }

    /// Reads the textual form, as in JSON.
    public init(from decoder: any Decoder) throws { try self.init(parsing: decoder.singleValueContainer().decode(String.self)) }

    /// Writes the textual form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
