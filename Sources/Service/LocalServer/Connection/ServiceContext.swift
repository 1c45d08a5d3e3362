import Hummingbird
import NIOCore

/// What handlers and middleware know about a request besides the request itself.
struct ServiceContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The service's end of the connection.
    let localAddress: SocketAddress?
    /// The client's connection; nil where the request comes from no socket.
    let connection: ClientConnection?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        localAddress = source.channel.localAddress
        connection = .current
    }

    /// Whether the client came over the Unix socket, which only the service's user can open.
    var isUnixSocket: Bool {
        if case .unixDomainSocket? = localAddress { true } else { false }
    }
}
