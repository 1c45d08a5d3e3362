package import FoundryCore

/// A JSON object together with where it stands, so that a wrong value is named by file and key.
package struct JSONObject: Sendable {
    /// The members.
    package let members: [String: JSONValue]
    /// The keys that lead here, such as `model.decoder`; empty at the root.
    package let path: String
    /// The file, as messages say it.
    package let file: String

    /// Wraps an object.
    package init(_ members: [String: JSONValue], path: String, file: String) {
        self.members = members
        self.path = path
        self.file = file
    }

    /// The full name of a member.
    package func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// A member, where it is there and not null.
    package subscript(_ key: String) -> JSONValue? {
        guard let value = members[key], value != .null else { return nil }
        return value
    }

    /// An object member.
    package func object(_ key: String) throws -> JSONObject? {
        guard let value = self[key] else { return nil }
        guard case .object(let members) = value else { throw wrongType(key, value, "an object") }
        return JSONObject(members, path: name(key), file: file)
    }

    /// An array member.
    package func array(_ key: String) throws -> [JSONValue]? {
        guard let value = self[key] else { return nil }
        guard case .array(let values) = value else { throw wrongType(key, value, "an array") }
        return values
    }

    /// A string member.
    package func string(_ key: String) throws -> String? {
        guard let value = self[key] else { return nil }
        guard case .string(let text) = value else { throw wrongType(key, value, "a string") }
        return text
    }

    /// A boolean member.
    package func bool(_ key: String) throws -> Bool? {
        guard let value = self[key] else { return nil }
        guard case .bool(let flag) = value else { throw wrongType(key, value, "true or false") }
        return flag
    }

    /// A number member.
    package func number(_ key: String) throws -> Double? {
        guard let value = self[key] else { return nil }
        switch value {
        case .integer(let number): return Double(number)
        case .number(let number): return number
        default: throw wrongType(key, value, "a number")
        }
    }

    /// A whole number member.
    /// - Parameters:
    ///   - key: The member.
    ///   - range: What it may be.
    package func integer(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let value = self[key] else { return nil }
        return try Self.integer(value, in: range, name: name(key), file: file)
    }

    /// A member that is a whole number or an array of them.
    package func integers(_ key: String, in range: ClosedRange<Int>) throws -> [Int]? {
        guard let value = self[key] else { return nil }
        guard case .array(let values) = value else { return [try Self.integer(value, in: range, name: name(key), file: file)] }
        return try values.enumerated().map { try Self.integer($1, in: range, name: "\(name(key))[\($0)]", file: file) }
    }

    /// The error for a member that must be there.
    package func missing(_ key: String) -> FoundryError {
        FoundryError(.corrupt, "\(file): the key \(name(key)) is missing. Fetch the file again, or add the key.")
    }

    /// The error for a member of the wrong type.
    package func wrongType(_ key: String, _ value: JSONValue, _ expected: String) -> FoundryError {
        FoundryError(.corrupt, "\(file): \(name(key)) is \(value.kind); it must be \(expected). Correct the file, or fetch it again.")
    }

    private static func integer(_ value: JSONValue, in range: ClosedRange<Int>, name: String, file: String) throws -> Int {
        var whole: Int?
        switch value {
        case .integer(let number): whole = Int(exactly: number)
        case .number(let number): whole = Int(exactly: number)
        default: break
        }
        guard let whole else {
            let shown = if case .number(let number) = value { "\(number)" } else { value.kind }
            throw FoundryError(.corrupt, "\(file): \(name) is \(shown); it must be a whole number. Correct the file, or fetch it again.")
        }
        guard range.contains(whole) else {
            throw FoundryError(
                .corrupt,
                "\(file): \(name) is \(whole), out of the range \(range.lowerBound) to \(range.upperBound). Correct the file, or fetch it again."
            )
        }
        return whole
    }
}
