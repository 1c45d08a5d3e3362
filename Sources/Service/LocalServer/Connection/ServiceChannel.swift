import HummingbirdCore
import Logging
import NIOCore

/// Hummingbird's HTTP/1.1 channel, run within a ``ClientConnection``.
///
/// Hummingbird's own way to learn that a client left reads the connection to its end, which takes keep-alive away and works
/// once a request only. This sees the event beside the bytes, from the first byte to the last.
struct ServiceChannel: ServerChildChannel {
    struct Value: ServerChildChannelValue {
        let http: HTTP1Channel.Value
        let connection: ClientConnection
        var channel: any Channel { http.channel }
    }

    private let http: HTTP1Channel

    /// How long a connection may be idle between requests.
    private static let idleTimeout = TimeAmount.minutes(5)

    init(responder: @escaping HTTPChannelHandler.Responder) {
        http = HTTP1Channel(responder: responder, configuration: .init(idleTimeout: Self.idleTimeout))
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let connection = ClientConnection()
        return channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(DepartureHandler(connection), position: .first)
        }.flatMap {
            http.setup(channel: channel, logger: logger)
        }.map {
            Value(http: $0, connection: connection)
        }
    }

    func handle(value: Value, logger: Logger) async {
        await value.connection.run { await http.handle(value: value.http, logger: logger) }
    }
}
