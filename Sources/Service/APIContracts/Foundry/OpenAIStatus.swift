/// The body of `GET /openai/status`, which the SDKs of Foundry Local 0.3 to 0.8 read.
public struct OpenAIStatus: Codable, Sendable, Equatable {
    /// The addresses the service answers at, such as `http://127.0.0.1:5272`.
    public var endpoints: [String]
    /// The first of them.
    public var endpoint: String?
    /// The folder that holds the models.
    public var modelDirPath: String
    /// Where local clients may connect besides: the path of the Unix socket here, a pipe's name on Windows.
    public var pipeName: String?
    /// The service's process.
    public var pid: Int32
    /// The product's version.
    public var version: String

    /// Describes a service.
    public init(endpoints: [String], modelDirPath: String, pipeName: String?, pid: Int32, version: String) {
        self.endpoints = endpoints
        endpoint = endpoints.first
        self.modelDirPath = modelDirPath
        self.pipeName = pipeName
        self.pid = pid
        self.version = version
    }
}
