public import APIContracts
import Foundation
import FoundryCore

/// A service of Foundry Local, asked over HTTP or its Unix socket.
///
/// Every call throws `FoundryError`: `unreachable` where no service answers, `timeout`, `cancelled` where the calling task is
/// cancelled, else the service's own error with its code and parameter. The client may be shared by any number of tasks.
public struct ServiceClient: Sendable {
    /// Where the service listens.
    public let address: ServiceAddress
    let transport: HTTPTransport

    /// Makes a client; it connects when it is first asked.
    /// - Parameter address: Where the service listens.
    public init(address: ServiceAddress) {
        self.address = address
        transport = HTTPTransport(address: address)
    }

    /// What the service tells about itself.
    public func status() async throws -> ServiceStatus { try await get("/status") }

    /// The models on the service's disk.
    public func models() async throws -> [ModelDescription] { try await get("/v1/models", as: ModelList.self).data }

    /// The models in memory, with what they have done.
    public func loadedModels() async throws -> [LoadedModelDescription] { try await get("/foundry/loaded") }

    /// Loads a model; one that is loaded gets the new time to live.
    /// - Parameters:
    ///   - name: The model's id, name or alias.
    ///   - timeToLive: How long it stays without use; zero for good, nil for the service's setting.
    ///   - unloadsOthers: Whether models that nobody uses are unloaded first.
    /// - Throws: `FoundryError` `notFound`, `corrupt` naming the file that is wrong, `runtimeMissing`.
    public func load(_ name: String, timeToLive: Duration? = nil, unloadsOthers: Bool = false) async throws {
        var query: [(String, String)] = []
        if let timeToLive { query.append(("ttl", String(timeToLive.components.seconds))) }
        if unloadsOthers { query.append(("unload", "true")) }
        _ = try await transport.data(.init(path: "/openai/load/\(try Self.encoded(name))", query: query, timeout: nil))
    }

    /// Unloads a model.
    /// - Parameters:
    ///   - name: The model's id, name or alias.
    ///   - force: Whether it goes even though its time has not passed or somebody uses it; without it such a model stays, silently.
    public func unload(_ name: String, force: Bool) async throws {
        _ = try await transport.data(.init(path: "/openai/unload/\(try Self.encoded(name))", query: [("force", force ? "true" : "false")]))
    }

    /// Unloads all models.
    public func unloadAll() async throws { _ = try await transport.data(.init(path: "/openai/unloadall")) }

    /// Answers a conversation, piece by piece.
    /// - Parameter request: The conversation; `stream` is set by this call.
    /// - Returns: The pieces. The service writes no faster than they are read, and stops when the sequence is dropped or the
    ///   reading task is cancelled.
    /// - Throws: `FoundryError` `contextLengthExceeded`, `invalidArgument` with the parameter, and what loading throws.
    public func chat(_ request: ChatCompletionRequest) async throws -> ChatStream {
        var request = request
        request.stream = true
        let body = try await transport.send(completionCall(request))
        return ChatStream(body: body, transport: transport)
    }

    /// Answers a conversation at once.
    /// - Parameter request: The conversation; `stream` is set by this call.
    /// - Throws: As ``chat(_:)``.
    public func complete(_ request: ChatCompletionRequest) async throws -> ChatCompletion {
        var request = request
        request.stream = nil
        request.streamOptions = nil
        return try Self.decode(ChatCompletion.self, try await transport.data(completionCall(request)))
    }

    private func completionCall(_ request: ChatCompletionRequest) throws -> HTTPTransport.Call {
        // A long prompt may take minutes before the first byte of an answer.
        .init(path: "/v1/chat/completions", body: try WireJSON.encode(request), timeout: nil)
    }

    private func get<Value: Decodable>(_ path: String, as type: Value.Type = Value.self) async throws -> Value {
        try Self.decode(type, try await transport.data(.init(path: path)))
    }

    /// A value the service wrote; one that cannot be read comes from another kind of server.
    static func decode<Value: Decodable>(_ type: Value.Type, _ data: Data) throws -> Value {
        do { return try WireJSON.decode(type, from: data) } catch {
            throw FoundryError(
                .corrupt,
                "The service sent an answer that this program cannot read. Are both of the same version? Restart: foundry service restart",
                cause: error)
        }
    }

    private static func encoded(_ name: String) throws -> String {
        guard !name.isEmpty,
            let text = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~:")))
        else {
            throw FoundryError(.invalidArgument, "A model's name must not be empty.")
        }
        return text
    }
}
