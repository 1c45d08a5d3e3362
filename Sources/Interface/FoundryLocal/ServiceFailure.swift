import APIContracts
import Foundation
import FoundryCore

/// An answer that is an error, as the service or another OpenAI server writes it: `{"error":{…}}`.
struct ServiceFailure {
    let status: Int
    let body: Data

    /// The error as the service meant it: its code and parameter are kept.
    var error: FoundryError {
        guard let object = try? JSONDecoder().decode(ErrorResponse.self, from: body).error else {
            let text = String(decoding: body.prefix(200), as: UTF8.self).split(whereSeparator: \.isNewline).joined(separator: " ")
            return FoundryError(Self.code(status: status), "The service answered with status \(status)\(text.isEmpty ? "." : ": \(text)")")
        }
        return Self.error(object, status: status)
    }

    /// The error of an error object.
    /// - Parameters:
    ///   - object: The object.
    ///   - status: The answer's status; 500 for an object within a stream.
    static func error(_ object: ErrorObject, status: Int = 500) -> FoundryError {
        let code: FoundryError.Code =
            switch object.code {
            case nil where status == 500 && object.type == "invalid_request_error": .invalidArgument
            case nil: Self.code(status: status)
            case "model_not_found": .notFound
            case "model_corrupt": .corrupt
            case .some(let name): FoundryError.Code(rawValue: name)
            }
        return FoundryError(code, object.message, parameter: object.param)
    }

    private static func code(status: Int) -> FoundryError.Code {
        switch status {
        case 404: .notFound
        case 409, 403: .invalidState
        case 429: .overloaded
        case 499: .cancelled
        case 501: .unsupported
        case 503: .unreachable
        case 504: .timeout
        case 400..<500: .invalidArgument
        default: .internalError
        }
    }
}
