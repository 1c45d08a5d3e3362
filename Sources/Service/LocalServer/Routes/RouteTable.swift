import HTTPTypes
import Hummingbird
import ModelManager

/// Collects the routes, so that a known path asked for with another method is answered with 405 and not with 404.
struct RouteTable {
    private let router: Router<ServiceContext>
    private var methods: [String: Set<HTTPRequest.Method>] = [:]

    private init(router: Router<ServiceContext>) { self.router = router }

    /// All routes of the service behind its middleware.
    static func router(models: ModelManager, information: ServiceInformation) -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestLog())
        router.add(middleware: ErrorAnswers())
        router.add(middleware: LoopbackGuard(information: information))
        var table = RouteTable(router: router)
        table.addChatRoutes(models: models)
        table.addModelRoutes(models: models)
        table.addStatusRoutes(models: models, information: information)
        table.refuseOtherMethods()
        return router
    }

    /// Adds a route.
    mutating func add(
        _ method: HTTPRequest.Method, _ path: String, _ handler: @escaping @Sendable (Request, ServiceContext) async throws -> Response
    ) {
        methods[path, default: []].insert(method)
        router.on(RouterPath(path), method: method, use: handler)
    }

    private func refuseOtherMethods() {
        for (path, known) in methods {
            let allowed = known.map(\.rawValue).sorted().joined(separator: ", ")
            for method in [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete] where !known.contains(method) {
                if method == .head, known.contains(.get) { continue }
                router.on(RouterPath(path), method: method) { request, _ -> Response in
                    throw HTTPError(
                        .methodNotAllowed, headers: [.allow: allowed],
                        message: "\(request.uri.path.prefix(200)) does not take \(method); use \(allowed).")
                }
            }
        }
    }
}
