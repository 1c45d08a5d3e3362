import Hummingbird
import Logging

/// Logs one line a request at debug level: what was asked for, and how it was answered. Never what is said.
/// Of a streamed answer the duration is the time to its first event.
struct RequestLog: RouterMiddleware {
    typealias Context = ServiceContext

    func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        context.logger.debug(
            "Answered a request.",
            metadata: [
                "method": "\(request.method)", "path": "\(request.uri.path.prefix(200))", "status": "\(response.status.code)",
                "duration": "\(start.duration(to: .now))",
            ])
        return response
    }
}
