import APIContracts
import FoundryCore
import HTTPTypes
import Hummingbird

/// Any error as HTTP tells it: a status and OpenAI's error object. The one place where errors become statuses.
struct ErrorAnswer {
    let status: HTTPResponse.Status
    let object: ErrorObject
    let headers: HTTPFields

    init(_ error: any Error) {
        if let error = error as? HTTPError {
            self.init(error)
        } else if let error = error as? any HTTPResponseError {
            self.init(HTTPError(error.status))
        } else {
            self.init(FoundryError.wrapping(error))
        }
    }

    private init(_ error: HTTPError) {
        status = error.status
        headers = error.headers
        object = ErrorObject(message: error.body ?? error.status.reasonPhrase, type: Self.type(of: error.status))
    }

    private init(_ error: FoundryError) {
        status = Self.status(of: error)
        headers = error.code == .overloaded ? [.retryAfter: "1"] : [:]
        // An internal error's words are for the log: they may be a dump of whatever was thrown.
        let message = error.code == .internalError ? "The service met an internal error; its log says more." : error.message
        object = ErrorObject(message: message, type: Self.type(of: status), param: error.parameter, code: Self.name(of: error.code))
    }

    /// The answer to a request.
    func response() throws -> Response { try .json(ErrorResponse(object), status: status, headers: headers) }

    private static func type(of status: HTTPResponse.Status) -> String {
        status.code >= 500 ? "server_error" : "invalid_request_error"
    }

    private static func status(of error: FoundryError) -> HTTPResponse.Status {
        switch error.code {
        case .invalidArgument, .contextLengthExceeded: .badRequest
        case .notFound: .notFound
        case .exists, .invalidState: .conflict
        case .unsupported: error.parameter == nil ? .notImplemented : .badRequest
        case .overloaded: .tooManyRequests
        case .cancelled: .init(code: 499, reasonPhrase: "Client Closed Request")
        case .unreachable: .badGateway
        case .runtimeMissing: .serviceUnavailable
        case .timeout: .gatewayTimeout
        default: .internalServerError
        }
    }

    /// The error's name for programs; a wrong value needs none, since `param` says which.
    private static func name(of code: FoundryError.Code) -> String? {
        switch code {
        case .invalidArgument: nil
        case .notFound: "model_not_found"
        case .corrupt: "model_corrupt"
        default: code.rawValue
        }
    }
}
