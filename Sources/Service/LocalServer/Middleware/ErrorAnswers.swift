import Hummingbird
import HTTPTypes
import Logging

/// Makes OpenAI's error object of every error, unknown routes and methods included.
struct ErrorAnswers: RouterMiddleware {
    typealias Context = ServiceContext

    func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as UnreadableBody {
            throw error.cause
        } catch let error as HTTPError where error.status == .notFound && error.body == nil {
            return try ErrorAnswer(HTTPError(.notFound, message: "Unknown URL: \(request.method) \(request.uri.path.prefix(200))"))
                .response()
        } catch {
            let answer = ErrorAnswer(error)
            if answer.status.code >= 500 { context.logger.error("A request failed: \(error)") }
            return try answer.response()
        }
    }
}
