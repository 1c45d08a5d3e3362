public import Foundation
public import FoundryCore
import NIOCore
import Synchronization

/// What the service tells about itself, shared by its host, which writes it, and its handlers, which read it.
public final class ServiceInformation: Sendable {
    /// Whether requests are welcome.
    public enum Readiness: String, Sendable {
        /// Not all addresses are bound yet.
        case starting
        /// Requests are welcome.
        case ready
        /// The service is about to end.
        case draining
    }

    private struct State {
        var endpoints: [String] = []
        var readiness = Readiness.starting
    }

    /// The folder that holds the models.
    public let modelsDirectory: URL
    /// The path of the Unix socket, where there is one.
    public let socketPath: String?
    /// The service's process.
    public let processID: Int32
    /// The product's version.
    public let version: String
    /// When the service began.
    public let startTime: Date

    private let state = Mutex(State())
    private let onShutdownRequest: @Sendable () -> Void

    /// Describes a service that is starting.
    /// - Parameters:
    ///   - modelsDirectory: The folder that holds the models.
    ///   - socketPath: The path of the Unix socket, where there is one.
    ///   - processID: The service's process.
    ///   - version: The product's version.
    ///   - startTime: When the service began.
    ///   - onShutdownRequest: Called when a client asks the service to end; it must not block, and may be called more than once.
    public init(
        modelsDirectory: URL, socketPath: String?, processID: Int32 = ProcessInfo.processInfo.processIdentifier,
        version: String = FoundryVersion.current, startTime: Date = .now, onShutdownRequest: @escaping @Sendable () -> Void
    ) {
        self.modelsDirectory = modelsDirectory
        self.socketPath = socketPath
        self.processID = processID
        self.version = version
        self.startTime = startTime
        self.onShutdownRequest = onShutdownRequest
    }

    /// The addresses the service answers at, such as `http://127.0.0.1:5272`, in the order in which they were bound.
    public var endpoints: [String] {
        get { state.withLock(\.endpoints) }
        set { state.withLock { $0.endpoints = newValue } }
    }

    /// Whether requests are welcome.
    public var readiness: Readiness {
        get { state.withLock(\.readiness) }
        set { state.withLock { $0.readiness = newValue } }
    }

    /// Adds an address that was bound; a Unix socket is no endpoint.
    func addEndpoint(_ address: SocketAddress) {
        guard let host = address.ipAddress, let port = address.port else { return }
        let endpoint = host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
        state.withLock { if !$0.endpoints.contains(endpoint) { $0.endpoints.append(endpoint) } }
    }

    /// A client asks the service to end.
    func requestShutdown() { onShutdownRequest() }
}
