import Foundation
import FoundryCore

/// The first frame of both sides.
struct Greeting: Codable, Equatable {
    /// The version of the frames and their payloads that this build speaks.
    static let currentProtocol = 1

    var `protocol`: Int

    /// Checks that both sides speak the same.
    /// - Throws: ``FoundryError`` `unsupported` with both versions.
    func check() throws {
        guard self.protocol == Self.currentProtocol else {
            throw FoundryError(
                .unsupported,
                "The engine protocol's version is \(self.protocol) on the other side and \(Self.currentProtocol) here. "
                    + "Both are one program: was it replaced while the service ran? Restart the service.")
        }
    }
}

/// The answer to `countTokens`.
struct TokenCount: Codable, Equatable {
    var tokens: Int
}

/// A ``FoundryError`` on the wire. Its cause becomes part of the message, for it cannot cross.
struct WireError: Codable, Equatable {
    var code: String
    var message: String
    var parameter: String?

    init(_ error: any Error) {
        let error = FoundryError.wrapping(error)
        code = error.code.rawValue
        message = error.description
        parameter = error.parameter
    }

    /// The error as the receiving side throws it.
    var error: FoundryError { FoundryError(FoundryError.Code(rawValue: code), message, parameter: parameter) }
}

extension Frame {
    /// A frame whose payload is JSON.
    /// - Throws: ``FoundryError`` `internalError` where the value has no JSON form, such as a number that is not finite.
    static func json(_ kind: Kind, request: UInt32 = 0, _ value: some Encodable) throws -> Frame {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .withoutEscapingSlashes
            return Frame(kind, request: request, payload: Array(try encoder.encode(value)))
        } catch {
            throw FoundryError(.internalError, "A message of kind \(kind) could not be written as JSON: \(error)")
        }
    }

    /// The number of content frames the receiver may send more.
    static func credit(_ count: Int, request: UInt32) -> Frame {
        let value = UInt32(clamping: count)
        return Frame(.credit, request: request, payload: (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) })
    }

    /// The payload of a JSON frame.
    /// - Throws: ``FoundryError`` `internalError` where it is not what the kind asks for.
    func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(payload))
        } catch {
            throw FoundryError(.internalError, "a frame of kind \(kind) whose payload is no \(type)")
        }
    }

    /// The payload of a ``Kind/credit`` frame.
    func decodedCredit() throws -> Int {
        guard payload.count == 4 else {
            throw FoundryError(.internalError, "a frame of kind credit with \(payload.count) bytes instead of 4")
        }
        return payload.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
