/// The body of every answer that is an error: `{"error":{…}}`.
public struct ErrorResponse: Codable, Sendable, Equatable {
    /// What went wrong.
    public var error: ErrorObject

    /// Wraps an error.
    public init(_ error: ErrorObject) { self.error = error }
}

/// OpenAI's error object; all four keys are always written.
public struct ErrorObject: Codable, Sendable, Equatable {
    /// A sentence for people.
    public var message: String
    /// `server_error` where the status is 500 or more, else `invalid_request_error`.
    public var type: String
    /// The parameter at fault as its JSON path, where there is one.
    public var param: String?
    /// The error's name for programs, where it has one.
    public var code: String?

    /// Describes an error.
    public init(message: String, type: String, param: String? = nil, code: String? = nil) {
        self.message = message
        self.type = type
        self.param = param
        self.code = code
    }

    private enum CodingKeys: String, CodingKey { case message, type, param, code }

    /// Writes the object, with `null` for what is not known.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(message, forKey: .message)
        try values.encode(type, forKey: .type)
        try values.encode(param, forKey: .param)
        try values.encode(code, forKey: .code)
    }
}
