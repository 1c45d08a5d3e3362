/// The body of `GET /status`, which the SDKs of Foundry Local 1 and 2 read.
public struct ServiceStatus: Codable, Sendable, Equatable {
    /// The addresses the service answers at, such as `http://127.0.0.1:5272`.
    public var endpoints: [String]
    /// The folder that holds the models.
    public var modelCachePath: String
    /// The service's process.
    public var pid: Int32
    /// The product's version.
    public var version: String
    /// `starting`, `ready` or `draining`; nil from services that do not tell.
    public var state: String?
    /// Seconds since the service began; nil from services that do not tell.
    public var uptime: Double?

    /// Describes a service.
    public init(endpoints: [String], modelCachePath: String, pid: Int32, version: String, state: String? = nil, uptime: Double? = nil) {
        self.endpoints = endpoints
        self.modelCachePath = modelCachePath
        self.pid = pid
        self.version = version
        self.state = state
        self.uptime = uptime
    }
}
