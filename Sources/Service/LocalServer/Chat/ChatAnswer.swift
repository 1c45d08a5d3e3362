import APIContracts
import FoundryCore
import Inference
import ModelCache
import ModelManager

/// An answer whose first event is there: everything that can be wrong with the request, and the prefill, lie behind it.
///
/// The session keeps its model loaded, and the watch cancels the work when the client leaves, for as long as this lives.
struct ChatAnswer: Sendable {
    let identity: AnswerIdentity
    let first: GenerationEvent
    let rest: GenerationStream
    private let session: ModelSession
    private let watch: DepartureWatch?

    /// Begins an answer and waits for its first event.
    /// - Parameters:
    ///   - request: What to write.
    ///   - name: The model's id or alias; it is loaded where it is not.
    ///   - connection: The client's connection.
    init(_ request: GenerationRequest, model name: String, models: ModelManager, connection: ClientConnection?) async throws {
        watch = connection?.watch()
        var session = try await models.session(requested: name)
        var stream = session.engine.generate(request)
        do {
            first = try await stream.next()
        } catch let error as FoundryError where error.code == .engineFailure && session.engine.failure != nil {
            // An engine that died between two requests is noticed when it is asked. The next one gets the request, and no third
            // one: it may be the request that kills them.
            session = try await models.session(requested: name)
            stream = session.engine.generate(request)
            first = try await stream.next()
        }
        self.session = session
        rest = stream
        identity = AnswerIdentity(model: session.model.id.description)
    }

    /// Hands all events to a closure, in order; the last is `finished`.
    func forEach(_ body: (GenerationEvent) async throws -> Void) async throws {
        // Nothing else refers to the session and the watch, so the compiler must be told that they are in use.
        defer { withExtendedLifetime((session, watch)) {} }
        try await body(first)
        if case .finished = first { return }
        while true {
            let event = try await rest.next()
            try await body(event)
            if case .finished = event { return }
        }
    }
}

extension GenerationStream {
    /// The next event. One reader at a time.
    /// - Throws: ``FoundryError`` `engineFailure` where the stream ended without a `finished`.
    fileprivate func next() async throws -> GenerationEvent {
        var iterator = makeAsyncIterator()
        guard let event = try await iterator.next() else {
            // A stream ends like this when its reading task was cancelled between two events, too.
            try Task.checkCancellation()
            throw FoundryError(.engineFailure, "The engine ended the answer without saying that it is complete.")
        }
        return event
    }
}

extension ModelManager {
    /// A session with the model a chat request names, with errors that name the parameter.
    nonisolated func session(requested name: String) async throws -> ModelSession {
        do {
            return try await session(name)
        } catch let error as FoundryError where error.parameter == nil && (error.code == .notFound || error.code == .invalidArgument) {
            throw FoundryError(error.code, error.message, parameter: "model", cause: error.cause)
        }
    }
}
