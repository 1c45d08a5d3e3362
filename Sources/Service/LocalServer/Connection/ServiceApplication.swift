import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The server at one address.
///
/// Hummingbird's own application renews a date every second for the `Date` header; an idle service of this product has no
/// reason to wake up, so here the date is made when an answer needs it.
struct ServiceApplication: ApplicationProtocol {
    let responder: RouterResponder<ServiceContext>
    let configuration: ApplicationConfiguration
    let logger: Logger
    private let onRunning: @Sendable (any Channel) async -> Void
    private let clock = AnswerDate()

    init(
        responder: RouterResponder<ServiceContext>, address: BindAddress, logger: Logger,
        onRunning: @escaping @Sendable (any Channel) async -> Void
    ) {
        self.responder = responder
        configuration = ApplicationConfiguration(address: address, serverName: nil)
        self.logger = logger
        self.onRunning = onRunning
    }

    var server: HTTPServerBuilder { HTTPServerBuilder { ServiceChannel(responder: $0) } }

    @Sendable func onServerRunning(_ channel: any Channel) async { await onRunning(channel) }

    func run() async throws {
        let server = try server.buildServer(
            configuration: ServerConfiguration(address: configuration.address), eventLoopGroup: eventLoopGroup, logger: logger,
            responder: { request, writer, channel in try await answer(request, writer, channel) },
            onServerRunning: onRunning)
        try await server.run()
    }

    private func answer(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
        var logger = logger
        logger[metadataKey: "request"] = "\(RequestID())"
        var response: Response
        do {
            response = try await responder.respond(to: request, context: ServiceContext(source: .init(channel: channel, logger: logger)))
        } catch let error as HTTPParserError {
            throw error
        } catch {
            // The middleware answers every error; what comes here is a connection that cannot be answered.
            logger.debug("A request could not be answered: \(error)")
            response = Response(status: .internalServerError)
        }
        response.headers[.date] = clock.now
        do {
            try await writer.write(response: response.head, body: response.body)
        } catch is HTTPParserError {
            // Thrown on, it would be answered a second time.
            throw BrokenAnswer()
        }
    }
}

/// The client's bytes turned out to be no HTTP while it was answered: the connection is closed.
private struct BrokenAnswer: Error {}

/// The `Date` header's text, made at most once a second (RFC 9110, section 5.6.7).
private final class AnswerDate: Sendable {
    private let state = Mutex<(second: time_t, text: String)>((0, ""))

    var now: String {
        var second = time(nil)
        return state.withLock { state in
            if state.second != second {
                var parts = tm()
                gmtime_r(&second, &parts)
                var text = [CChar](repeating: 0, count: 64)
                // The names are English: no part of the program sets a locale.
                let count = strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
                state = (second, String(decoding: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self))
            }
            return state.text
        }
    }
}
