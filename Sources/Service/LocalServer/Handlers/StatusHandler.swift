import APIContracts
import Foundation
import HTTPTypes
import Hummingbird

/// Answers what the service tells about itself.
struct StatusHandler: Sendable {
    let information: ServiceInformation

    /// `GET /openai/status`.
    func openAIStatus(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try .json(
            OpenAIStatus(
                endpoints: information.endpoints, modelDirPath: information.modelsDirectory.path, pipeName: information.socketPath,
                pid: information.processID, version: information.version))
    }

    /// `GET /status`.
    func status(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try .json(
            ServiceStatus(
                endpoints: information.endpoints, modelCachePath: information.modelsDirectory.path, pid: information.processID,
                version: information.version, state: information.readiness.rawValue, uptime: -information.startTime.timeIntervalSinceNow))
    }

    /// `GET /readyz`.
    func readiness(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let readiness = information.readiness
        guard readiness == .ready else { throw HTTPError(.serviceUnavailable, message: "The service is \(readiness.rawValue).") }
        return .text("ok")
    }

    /// `POST /shutdown`. Only the service's user can open the Unix socket; any program of any user can connect to a port.
    func shutDown(_ request: Request, _ context: ServiceContext) async throws -> Response {
        guard context.isUnixSocket else {
            throw HTTPError(
                .forbidden, message: "The service is stopped over its Unix socket only, or with the command \"foundry service stop\".")
        }
        information.requestShutdown()
        return try .json(StatusWord.shuttingDown)
    }
}
