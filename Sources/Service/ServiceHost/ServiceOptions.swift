public import FoundryCore

/// What one start of the service has otherwise than `config.json`.
public struct ServiceOptions: Sendable, Codable, Equatable {
    /// The TCP port on loopback; 0 lets the system choose.
    public var port: Int?
    /// Seconds without use after which a model is unloaded; 0 keeps it.
    public var idleTimeoutSeconds: Int?
    /// How much is written to the log.
    public var logLevel: Configuration.LogLevel?

    /// Options that change nothing.
    public init() {}

    /// The settings as this start has them.
    /// - Parameter configuration: What `config.json` says.
    /// - Throws: `FoundryError` `invalidArgument` where a value is out of its range.
    func applied(to configuration: Configuration) throws -> Configuration {
        var configuration = configuration
        if let port { try configuration.set("port", to: .integer(Int64(port))) }
        if let idleTimeoutSeconds { try configuration.set("idleTimeoutSeconds", to: .integer(Int64(idleTimeoutSeconds))) }
        if let logLevel { configuration.logLevel = logLevel }
        return configuration
    }

    /// The arguments of `foundry service run` that say the same.
    var arguments: [String] {
        var arguments: [String] = []
        if let port { arguments += ["--port", "\(port)"] }
        if let idleTimeoutSeconds { arguments += ["--idle-timeout-seconds", "\(idleTimeoutSeconds)"] }
        if let logLevel { arguments += ["--log-level", logLevel.rawValue] }
        return arguments
    }
}
