import APIContracts
import FoundryLocal

/// What commands ask of a running service; a fake in tests.
protocol ModelService: Sendable {
    func loadedModels() async throws -> [LoadedModelDescription]
    func load(_ name: String, timeToLive: Duration?, unloadsOthers: Bool) async throws
    func unload(_ name: String, force: Bool) async throws
    func complete(_ request: ChatCompletionRequest) async throws -> ChatCompletion
    /// Answers piece by piece; no piece is taken before the last was handled.
    func stream(_ request: ChatCompletionRequest, onChunk: (ChatCompletionChunk) throws -> Void) async throws
}

extension ServiceClient: ModelService {
    func stream(_ request: ChatCompletionRequest, onChunk: (ChatCompletionChunk) throws -> Void) async throws {
        for try await chunk in try await chat(request) { try onChunk(chunk) }
    }
}
