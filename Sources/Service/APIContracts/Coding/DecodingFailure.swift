public import FoundryCore

extension FoundryError {
    /// What a decoder found wrong, as a sentence for the caller of an API.
    /// - Parameter error: The decoder's error.
    public init(decoding error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            let path = (context.codingPath + [key]).jsonPath
            self.init(.invalidArgument, "Missing required field: \(path)", parameter: path)
        case .valueNotFound(let type, let context):
            self.init(value: "null", at: context.codingPath, wanted: type)
        case .typeMismatch(let type, let context):
            self.init(value: "of another type", at: context.codingPath, wanted: type)
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            self.init(.invalidArgument, "Invalid JSON: the body could not be parsed; NaN, comments and unquoted names are not JSON.")
        case .dataCorrupted(let context):
            self.init(numberAt: context.codingPath)
        @unknown default:
            self.init(.invalidArgument, "Invalid JSON: the body could not be read.")
        }
    }

    /// A number that its type cannot hold.
    fileprivate init(numberAt codingPath: [any CodingKey]) {
        let path = codingPath.jsonPath
        self.init(.invalidArgument, "\(path) has a value that is out of range or has a fraction where none may be.", parameter: path)
    }

    private init(value: String, at codingPath: [any CodingKey], wanted type: any Any.Type) {
        let path = codingPath.jsonPath
        let subject = path.isEmpty ? "The body" : path
        self.init(.invalidArgument, "\(subject) is \(value); it must be \(Self.name(of: type)).", parameter: path.isEmpty ? nil : path)
    }

    /// A type in JSON's words, so that no Swift type's name reaches a caller.
    private static func name(of type: any Any.Type) -> String {
        let name = String(describing: type)
        return switch name {
        case "String": "a string"
        case "Bool": "true or false"
        case "Double", "Float": "a number"
        case _ where name.contains("Int"): "a whole number"
        case _ where name.hasPrefix("Array"): "an array"
        default: "an object"
        }
    }
}

extension [any CodingKey] {
    /// The place in a JSON text, such as `messages[0].role`; long keys, which may be anything, are cut.
    package var jsonPath: String {
        var path = ""
        for key in self {
            if let index = key.intValue {
                path += "[\(index)]"
            } else {
                path += path.isEmpty ? key.stringValue.prefix(64) : ".\(key.stringValue.prefix(64))"
            }
        }
        return path
    }
}

extension KeyedDecodingContainer {
    /// A number, nil where it is `null` or missing. For one that does not fit, Foundation's decoder tells no path on Linux; this does.
    func numberIfPresent<Number: Decodable>(_ type: Number.Type, forKey key: Key) throws -> Number? {
        do {
            return try decodeIfPresent(type, forKey: key)
        } catch let error as DecodingError {
            if case .dataCorrupted = error { throw FoundryError(numberAt: codingPath + [key]) }
            throw error
        } catch {
            throw FoundryError(numberAt: codingPath + [key])
        }
    }
}

/// Any key of an object.
struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
