import Foundation
import FoundryCore
import Hummingbird
import LocalServer
import Logging
import ModelCache
import ModelManager
import NIOCore
import ServiceLifecycle
import Synchronization
import UnixSignals

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// All wiring of the service, once: who gets what, and in which order it starts and ends.
struct Composition {
    let directories: FoundryDirectories
    let configuration: Configuration
    let environment: [String: String]
    let executable: URL
    let logger: Logger

    /// Serves until a signal or a client asks for the end, then drains within ``ServiceProcess/drainLimit``.
    /// - Parameter onReady: Called once, when every address is bound.
    /// - Throws: `FoundryError` `invalidState` where the port that was asked for is taken.
    func run(onReady: @escaping @Sendable (ServiceDescription) throws -> Void) async throws {
        var attempts = 0
        while true {
            let (port, hasIPv6) = try LoopbackPort.choose(configuration.port)
            do {
                return try await serve(port: port, hasIPv6: hasIPv6, onReady: onReady)
            } catch let error as IOError where error.errnoCode == EADDRINUSE {
                // Somebody took it in the moment since it was free.
                attempts += 1
                guard configuration.port ?? 0 == 0, attempts < 10 else { throw LoopbackPort.taken(port) }
            }
        }
    }

    private func serve(port: Int, hasIPv6: Bool, onReady: @escaping @Sendable (ServiceDescription) throws -> Void) async throws {
        let loader = EngineLoader(executable: executable, environment: environment, directories: directories)
        let idleTimeout = configuration.idleTimeoutSeconds
        let models = ModelManager(
            cache: ModelCache(directories: directories), idleTimeout: idleTimeout > 0 ? .seconds(idleTimeout) : nil,
            loader: { try await loader.load($0) })
        let information = ServiceInformation(
            modelsDirectory: directories.models, socketPath: directories.serviceSocket.path, onShutdownRequest: ProcessEnding.request)
        let server = LocalServer(models: models, information: information, logger: logger)

        var addresses: [BindAddress] = [.hostname("127.0.0.1", port: port), .unixDomainSocket(path: directories.serviceSocket.path)]
        if hasIPv6 { addresses.insert(.hostname("::1", port: port), at: 1) }
        let start = ReadinessCount(of: addresses.count) {
            // Asked to end while it began: it is not ready any more.
            guard information.readiness == .starting else { return }
            information.readiness = .ready
            try onReady(description(information))
        }
        let servers = Servers(
            servers: addresses.map { server.application(address: $0) { _ in start.bound() } }, information: information,
            onDraining: { unlink(directories.serviceFile.path) })
        // Its debug lines are dumps of all the services it runs.
        var groupLogger = logger
        groupLogger.logLevel = max(logger.logLevel, .info)
        var group = ServiceGroupConfiguration(services: [servers], gracefulShutdownSignals: [.sigterm, .sigint], logger: groupLogger)
        group.maximumGracefulShutdownDuration = ServiceProcess.drainLimit
        let result: Result<Void, any Error>
        do { result = .success(try await ServiceGroup(configuration: group).run()) } catch { result = .failure(error) }
        // Streams that still run after the bound end with the models they come from.
        await models.unloadAll()
        try start.check()
        try result.get()
    }

    private func description(_ information: ServiceInformation) -> ServiceDescription {
        // Bound in any order; the one that clients of old know comes first.
        let endpoints = information.endpoints.sorted { !$0.contains("[") && $1.contains("[") }
        information.endpoints = endpoints
        return ServiceDescription(
            pid: information.processID, endpoints: endpoints, socket: directories.serviceSocket.path, version: information.version,
            startedAt: information.startTime, modelDirectory: directories.models.path, logFile: directories.serviceLog.path)
    }
}

/// Counts the addresses that are bound, and tells when all are.
private final class ReadinessCount: Sendable {
    private let state: Mutex<(left: Int, failure: (any Error)?)>
    private let action: @Sendable () throws -> Void

    init(of count: Int, action: @escaping @Sendable () throws -> Void) {
        state = Mutex((count, nil))
        self.action = action
    }

    func bound() {
        let isLast = state.withLock { state in
            state.left -= 1
            return state.left == 0
        }
        guard isLast else { return }
        do { try action() } catch {
            state.withLock { $0.failure = error }
            ProcessEnding.request()
        }
    }

    /// Throws what went wrong when the service became ready.
    func check() throws {
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }
}
