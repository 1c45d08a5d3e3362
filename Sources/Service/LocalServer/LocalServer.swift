public import Hummingbird
public import Logging
public import ModelManager
public import NIOCore

/// The HTTP service: OpenAI's chat API, and the routes of Foundry Local 0.8 and 2, over any number of addresses at once.
///
/// It holds no state of its own: models are the ``ModelManager``'s, and what the service tells about itself is the
/// ``ServiceInformation``'s.
public struct LocalServer: Sendable {
    /// What the service tells about itself.
    public let information: ServiceInformation

    private let responder: RouterResponder<ServiceContext>
    private let logger: Logger

    /// Builds the routes.
    /// - Parameters:
    ///   - models: Where handlers get models from.
    ///   - information: What the service tells about itself; shared with the host, which keeps its readiness.
    ///   - logger: Gets one line a request at debug level, and failures of the service at error level.
    public init(models: ModelManager, information: ServiceInformation, logger: Logger) {
        self.information = information
        self.logger = logger
        responder = RouteTable.router(models: models, information: information).buildResponder()
    }

    /// A server at one address, to run as a service beside others that share these routes.
    ///
    /// When it has bound, its address is added to ``ServiceInformation/endpoints``. On graceful shutdown it takes no new
    /// connections and ends when the requests in progress have been answered.
    /// - Parameters:
    ///   - address: The host and port, or the Unix socket, to bind. Port 0 lets the system choose.
    ///   - onServerRunning: Called once the address is bound, with the listening channel.
    public func application(
        address: BindAddress, onServerRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        let information = information
        return ServiceApplication(responder: responder, address: address, logger: logger) { channel in
            if let address = channel.localAddress { information.addEndpoint(address) }
            await onServerRunning(channel)
        }
    }
}
