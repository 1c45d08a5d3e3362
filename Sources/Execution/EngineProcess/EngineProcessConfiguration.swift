public import Foundation

/// How to start an engine's process, and what it loads.
public struct EngineProcessConfiguration: Sendable {
    /// The model's name, for messages.
    public var name: String
    /// The program, which calls ``EngineHost/run(descriptor:makeEngine:)`` when it gets these arguments.
    public var executable: URL
    /// The program's arguments, its name left out.
    public var arguments: [String]
    /// All environment variables of the process.
    public var environment: [String: String]
    /// What it loads.
    public var load: EngineLoadRequest
    /// How long starting and loading may take.
    public var startupTimeout: Duration
    /// How long a process that was told to end may take before it is killed.
    public var shutdownGrace: Duration

    /// Makes a configuration.
    /// - Parameters:
    ///   - name: The model's name, for messages.
    ///   - executable: The program: a path that stays valid, such as the target of `/proc/self/exe`.
    ///   - arguments: The program's arguments, its name left out.
    ///   - environment: All environment variables of the process.
    ///   - load: What it loads.
    ///   - startupTimeout: How long starting and loading may take.
    ///   - shutdownGrace: How long a process that was told to end may take before it is killed.
    public init(
        name: String, executable: URL, arguments: [String] = ["engine"], environment: [String: String], load: EngineLoadRequest,
        startupTimeout: Duration = .seconds(600), shutdownGrace: Duration = .seconds(2)
    ) {
        self.name = name
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.load = load
        self.startupTimeout = startupTimeout
        self.shutdownGrace = shutdownGrace
    }
}
