import FoundryCore
import FoundryLocal
import Foundation
import ServiceHost

/// Finds, starts and ends the service; a fake in tests.
protocol ServiceSupervisor: Sendable {
    func running() throws -> ServiceDescription?
    func start(_ options: ServiceOptions) async throws -> ServiceDescription
    func stop() async throws -> Bool
    /// The way to ask a service.
    func client(of service: ServiceDescription) throws -> any ModelService
}

extension ServiceControl: ServiceSupervisor {
    func client(of service: ServiceDescription) throws -> any ModelService { ServiceClient(address: try Self.address(of: service)) }

    /// The Unix socket, which other users cannot reach, else the first address.
    private static func address(of service: ServiceDescription) throws -> ServiceAddress {
        let socket = service.socket
        if !socket.isEmpty, socket.utf8.count <= ServiceAddress.longestSocketPath, FileManager.default.fileExists(atPath: socket) {
            return .socket(path: socket)
        }
        guard let url = URL(string: service.endpoint), !service.endpoint.isEmpty else {
            throw FoundryError(.unreachable, "The service told no address. Restart it: foundry service restart")
        }
        return .url(url)
    }
}

extension CommandContext {
    /// A client of the service that runs.
    /// - Throws: `FoundryError` `unreachable` where none runs.
    func client() throws -> any ModelService {
        guard let client = try clientIfRunning() else {
            throw FoundryError(.unreachable, "The service is not running. Start it: foundry service start")
        }
        return client
    }

    /// A client of the service, nil where none runs.
    func clientIfRunning() throws -> (any ModelService)? { try service.running().map { try service.client(of: $0) } }

    /// A client of the service, which is started where it does not run.
    /// - Parameter announcements: Where the start is told.
    func startedClient(announcements: TextOutput) async throws -> any ModelService {
        if let client = try clientIfRunning() { return client }
        let description = try await service.start(ServiceOptions())
        try announcements.line(ServiceText.started(description))
        return try service.client(of: description)
    }
}
