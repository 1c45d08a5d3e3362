import HTTPTypes
import Hummingbird

/// Keeps web pages out: a page may make its user's browser ask this service, under a name that resolves here (DNS rebinding)
/// or from its own origin, and nobody would notice.
struct LoopbackGuard: RouterMiddleware {
    typealias Context = ServiceContext

    let information: ServiceInformation

    func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        // No browser opens a Unix socket, and clients there send any host or none.
        if !context.isUnixSocket, !isOurs(request.head.authority, context: context) {
            throw HTTPError(
                .forbidden, message: "The Host header names another host than this service. Ask for it as localhost, 127.0.0.1 or [::1].")
        }
        for origin in request.headers[values: .origin] where !isLoopbackOrigin(origin) {
            throw HTTPError(.forbidden, message: "Web pages of other origins than localhost may not use this service.")
        }
        // Images and scripts of foreign pages are asked for without an Origin; browsers say so in this header, programs never do.
        if let name = HTTPField.Name("Sec-Fetch-Site"), request.headers[name] == "cross-site" {
            throw HTTPError(.forbidden, message: "Web pages of other origins than localhost may not use this service.")
        }
        return try await next(request, context)
    }

    private func isOurs(_ text: String?, context: ServiceContext) -> Bool {
        guard let authority = text.flatMap(Authority.init(parsing:)) else { return false }
        if authority.isLoopback { return true }
        if let address = authority.ipAddress, address == context.localAddress?.ipAddress { return true }
        return information.endpoints.contains { endpoint in
            Authority(parsing: String(endpoint.trimmingPrefix("http://")))?.host == authority.host
        }
    }

    private func isLoopbackOrigin(_ origin: String) -> Bool {
        for scheme in ["http://", "https://"] where origin.hasPrefix(scheme) {
            return Authority(parsing: String(origin.dropFirst(scheme.count)))?.isLoopback ?? false
        }
        return false
    }
}
