import FoundryCore
public import Inference

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A model loaded in a child process, to be used like any engine.
///
/// A crash of the native libraries ends this engine and nothing else, and unloading is the end of the process, so the
/// memory is truly back. When nobody holds the engine and none of its streams is read any more, the process ends itself.
public final class EngineProcess: InferenceEngine {
    /// What was loaded.
    public let facts: EngineFacts
    private let name: String
    private let child: ChildProcess
    private let connection: EngineConnection
    private let shutdownGrace: Duration

    private init(configuration: EngineProcessConfiguration, child: ChildProcess, connection: EngineConnection, facts: EngineFacts) {
        name = configuration.name
        shutdownGrace = configuration.shutdownGrace
        self.child = child
        self.connection = connection
        self.facts = facts
    }

    /// Starts a process and has it load a model. When this throws, the process has ended.
    /// - Parameter configuration: What to start and load.
    /// - Throws: `FoundryError`: what the load threw in the process; `engineFailure` with the process's last words where it
    ///   ended; `timeout` where it took too long; `io` where it could not be started; `cancelled` where the task was.
    public static func launch(_ configuration: EngineProcessConfiguration) async throws -> EngineProcess {
        let (child, descriptor) = try await DedicatedThread.run(named: "engine-spawn") { try start(configuration) }
        let obituary = Obituary(name: configuration.name, child: child)
        do {
            let connection = try EngineConnection(descriptor: descriptor) { obituary.error(after: $0) }
            let facts = try await load(configuration, over: connection, obituary)
            return EngineProcess(configuration: configuration, child: child, connection: connection, facts: facts)
        } catch {
            // Its socket is closed, at which a child in order ends at once, even within a load.
            await child.end(within: configuration.shutdownGrace)
            throw FoundryError.wrapping(error)
        }
    }

    /// The process's id, while it runs.
    public var pid: Int32 { child.pid }

    /// Why the engine cannot be used any more; nil while it can.
    public var failure: (any Error)? { connection.failure }

    /// Starts to write an answer; see `InferenceEngine`.
    public func generate(_ request: GenerationRequest) -> GenerationStream { connection.generate(request) }

    /// The number of tokens a conversation's prompt has; see `InferenceEngine`.
    public func countTokens(_ messages: [ChatMessage]) async throws -> Int { try await connection.countTokens(messages) }

    /// What the engine has done so far; see `InferenceEngine`.
    public func counters() async throws -> EngineCounters { try await connection.counters() }

    /// Ends the process: asked first, killed where it does not end in time. It returns when the system has its memory back.
    /// Streams in progress end with an error.
    public func shutdown() async {
        connection.shutdown(FoundryError(.invalidState, "The model \(name) was unloaded; ask again to load it anew."))
        await child.end(within: shutdownGrace)
    }

    private static func start(_ configuration: EngineProcessConfiguration) throws -> (ChildProcess, Int32) {
        let sockets = try DescriptorPair.sockets()
        defer { close(sockets.second) }
        do {
            let child = try ChildProcess(
                executable: configuration.executable, arguments: configuration.arguments, environment: configuration.environment,
                channel: sockets.second)
            return (child, sockets.first)
        } catch {
            close(sockets.first)
            throw error
        }
    }

    private static func load(
        _ configuration: EngineProcessConfiguration, over connection: EngineConnection, _ obituary: Obituary
    ) async throws -> EngineFacts {
        let timer = Task {
            try await Task.sleep(for: configuration.startupTimeout)
            connection.close(obituary.timeout(configuration.startupTimeout))
        }
        defer { timer.cancel() }
        do {
            return try await connection.load(configuration.load)
        } catch {
            connection.close(FoundryError.wrapping(error))
            throw error
        }
    }
}
