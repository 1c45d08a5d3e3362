/// The one error type of the system: what happened to what, and what to do about it.
///
/// It is mapped at two edges only: to an HTTP status and error object in LocalServer, and to an exit status and one line
/// in FoundryCommands. It also crosses the border of an engine process, so its code is a plain string.
public struct FoundryError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is. New kinds may be added, so a `switch` over codes needs a default.
    public struct Code: RawRepresentable, Hashable, Sendable, Codable {
        /// The code's name as it crosses process borders and appears in JSON output.
        public let rawValue: String

        /// Wraps a code's name, known or not.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The caller gave a value that cannot be used.
        public static let invalidArgument = Code(rawValue: "invalid_argument")
        /// A named thing does not exist.
        public static let notFound = Code(rawValue: "not_found")
        /// A thing of that name exists already.
        public static let exists = Code(rawValue: "exists")
        /// The operation does not fit the present state.
        public static let invalidState = Code(rawValue: "invalid_state")
        /// A file or folder is damaged, incomplete or contradicts itself.
        public static let corrupt = Code(rawValue: "corrupt")
        /// This build or this machine cannot do it.
        public static let unsupported = Code(rawValue: "unsupported")
        /// A native runtime library is missing or cannot be used.
        public static let runtimeMissing = Code(rawValue: "runtime_missing")
        /// A prompt and its answer do not fit the model's context.
        public static let contextLengthExceeded = Code(rawValue: "context_length_exceeded")
        /// The engine failed or its process ended.
        public static let engineFailure = Code(rawValue: "engine_failure")
        /// The service or a peer could not be reached.
        public static let unreachable = Code(rawValue: "unreachable")
        /// Too much is asked at once; the same call may go through later.
        public static let overloaded = Code(rawValue: "overloaded")
        /// A deadline passed.
        public static let timeout = Code(rawValue: "timeout")
        /// The caller gave up.
        public static let cancelled = Code(rawValue: "cancelled")
        /// The file system or the operating system refused.
        public static let io = Code(rawValue: "io")
        /// A defect of this program.
        public static let internalError = Code(rawValue: "internal")
    }

    /// What kind of failure it is.
    public let code: Code
    /// A sentence for people: what happened to what, and what to do.
    public let message: String
    /// The request's parameter at fault, as its JSON path (`messages[0].role`), where there is one.
    public let parameter: String?
    /// The failure underneath, where there is one.
    public let cause: (any Error)?

    /// Describes a failure.
    /// - Parameters:
    ///   - code: What kind of failure it is.
    ///   - message: What happened to what, and what to do.
    ///   - parameter: The request's parameter at fault, as its JSON path.
    ///   - cause: The failure underneath.
    public init(_ code: Code, _ message: String, parameter: String? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.parameter = parameter
        self.cause = cause
    }

    /// The message, followed by its cause where that adds something.
    public var description: String {
        guard let cause else { return message }
        return "\(message) (\(cause))"
    }

    /// Any error as a ``FoundryError``: itself where it is one, else wrapped with a code that fits.
    /// - Parameter error: The error to describe.
    public static func wrapping(_ error: any Error) -> FoundryError {
        switch error {
        case let error as FoundryError: error
        case is CancellationError: FoundryError(.cancelled, "The operation was cancelled.")
        default: FoundryError(.internalError, String(describing: error))
        }
    }
}
