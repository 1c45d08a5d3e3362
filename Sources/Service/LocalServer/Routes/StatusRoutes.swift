import HTTPTypes
import ModelManager

extension RouteTable {
    /// The service itself.
    mutating func addStatusRoutes(models: ModelManager, information: ServiceInformation) {
        let status = StatusHandler(information: information)
        add(.get, "/openai/status") { try await status.openAIStatus($0, $1) }
        add(.get, "/status") { try await status.status($0, $1) }
        add(.get, "/healthz") { _, _ in .text("ok") }
        add(.get, "/readyz") { try await status.readiness($0, $1) }
        add(.post, "/shutdown") { try await status.shutDown($0, $1) }
    }
}
