public import Foundation
import FoundryCore

/// Turns bodies into wire types and back, the same way at every edge.
public enum WireJSON {
    /// The deepest nesting of arrays and objects a body may have.
    public static let maximumDepth = 100

    /// Reads a body that anybody may have written.
    /// - Parameters:
    ///   - type: The wire type.
    ///   - data: The body.
    /// - Throws: ``FoundryError`` `invalidArgument`; its `parameter` is the JSON path of the value at fault, such as
    ///   `messages[0].role`, and nil where the body is no JSON at all.
    public static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        try JSONScan.check(data, maximumDepth: maximumDepth)
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch let error as DecodingError {
            throw FoundryError(decoding: error)
        }
    }

    /// Writes a body: keys in alphabetical order, as the reference's replies have them.
    /// - Parameter value: The wire value.
    /// - Throws: ``FoundryError`` `internalError` where the value holds a number JSON cannot write.
    public static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(value)
        } catch {
            throw FoundryError(.internalError, "A reply could not be written as JSON.", cause: error)
        }
    }
}
