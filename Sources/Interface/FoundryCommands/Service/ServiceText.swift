import APIContracts
import FoundryCore
import ServiceHost

/// The sentences of Foundry Local 0.8 about the service. SDKs and scripts search them for addresses, so they stay as they are.
enum ServiceText {
    static let notRunning = """
        🔴 Model management service is not running!
        To start the service, run the following command: foundry service start
        """
    static let stopped = "🔴 Service is stopped."
    static let restarting = "Restarting service..."
    static let nothingLoaded = "No models are currently loaded in the service"

    /// After a start. A blank or line end follows the address, by which programs find its end.
    static func started(_ service: ServiceDescription) -> String {
        "🟢 Service is Started on \(base(service))/, PID \(service.pid)!"
    }

    /// Where a start was asked for and was not needed.
    static func alreadyRunning(_ service: ServiceDescription) -> String { "🟢 Service is already running on \(base(service))/." }

    /// The answer of `service status`.
    static func status(_ service: ServiceDescription) -> String {
        """
        🟢 Model management service is running on \(base(service))/openai/status
        Valid EPs: CPUExecutionProvider
        """
    }

    /// The answer of `service ps`.
    /// - Parameter models: Aliases and ids.
    static func loaded(_ models: [(alias: String, id: String)]) -> String {
        guard !models.isEmpty else { return nothingLoaded }
        let lines =
            ["Models running in service:", "    " + "Alias".padded(to: 31) + "Model ID"]
            + models.map { "🟢  " + $0.alias.padded(to: 31) + $0.id }
        return lines.map(SafeText.withoutControls).joined(separator: "\n")
    }

    private static func base(_ service: ServiceDescription) -> String {
        let address = service.endpoints.first ?? "unix:\(service.socket)"
        return address.hasSuffix("/") ? String(address.dropLast()) : address
    }
}
