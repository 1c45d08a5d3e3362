import AsyncHTTPClient
import FoundryCore
import NIOCore

/// What the HTTP client's errors mean to a caller.
struct TransportFailure {
    let address: ServiceAddress
    let error: any Error
    /// Whether the answer had begun.
    let began: Bool

    /// The error for the caller.
    var foundryError: FoundryError { error as? FoundryError ?? described }
}

extension TransportFailure {
    private var described: FoundryError {
        if error is CancellationError { return FoundryError(.cancelled, "The request was cancelled.") }
        switch error as? HTTPClientError {
        case .cancelled?: return FoundryError(.cancelled, "The request was cancelled.")
        case .deadlineExceeded?, .readTimeout?, .writeTimeout?:
            return FoundryError(.timeout, "The service at \(address) did not answer in time. See its log: foundry service logs")
        default: break
        }
        guard began else {
            return FoundryError(.unreachable, "No service answers at \(address). Start it: foundry service start", cause: error)
        }
        return FoundryError(
            .unreachable, "The connection to the service at \(address) was lost. See whether it runs: foundry service status", cause: error)
    }
}
