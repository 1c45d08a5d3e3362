import Foundation
import FoundryCore
import ServiceHost

/// The JSON of `foundry service set --show`, with the keys of Foundry Local 0.8.
struct ServiceSettingsRecord: Encodable {
    let defaultLogLevel: Int
    let serviceSettings: ServiceSettings

    struct ServiceSettings: Encodable {
        let host: String
        let port: Int
        let cacheDirectoryPath: String
        let schema: String
        /// The Unix socket here, a pipe's name on Windows.
        let pipeName: String
        let defaultSecondsForModelTTL: Int
    }

    /// - Parameters:
    ///   - configuration: The settings.
    ///   - directories: Where the socket and, unless set otherwise, the models are.
    ///   - running: The service where it runs: its port may be another than the one set.
    init(_ configuration: Configuration, _ directories: FoundryDirectories, running: ServiceDescription?) {
        let actual = running?.endpoints.first.flatMap { URL(string: $0)?.port }
        defaultLogLevel = LogLevelNumber.number(configuration.logLevel)
        serviceSettings = ServiceSettings(
            host: "127.0.0.1", port: configuration.port ?? actual ?? Configuration.knownPort,
            cacheDirectoryPath: configuration.cacheDirectory ?? directories.models.path, schema: "http",
            pipeName: directories.serviceSocket.path,
            defaultSecondsForModelTTL: configuration.idleTimeoutSeconds)
    }
}
