import FoundryCore

/// What the process's exit status tells. The numbers are documented and stay.
enum ExitStatus: Int32, CaseIterable, Sendable {
    case success = 0
    /// Anything without a number of its own.
    case failure = 1
    /// A model, conversation or other named thing does not exist.
    case notFound = 2
    /// The service does not run or does not answer.
    case serviceNotRunning = 3
    /// The native libraries are missing or cannot be used.
    case runtimeMissing = 4
    /// A model's folder is damaged.
    case corrupt = 5
    /// The arguments make no sense (`EX_USAGE`); the argument parser ends with it.
    case usage = 64
    /// Stopped by Ctrl-C (128 + SIGINT).
    case interrupted = 130
    /// Nobody reads the output any more (128 + SIGPIPE).
    case brokenPipe = 141

    /// The status for an error.
    init(_ code: FoundryError.Code) {
        self =
            switch code {
            case .notFound: .notFound
            case .unreachable: .serviceNotRunning
            case .runtimeMissing: .runtimeMissing
            case .corrupt: .corrupt
            case .cancelled: .interrupted
            default: .failure
            }
    }
}
