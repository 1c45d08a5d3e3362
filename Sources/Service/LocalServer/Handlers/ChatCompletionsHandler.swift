import APIContracts
import FoundryCore
import HTTPTypes
import Hummingbird
import Inference
import ModelCache
import ModelManager

/// Answers chat completions.
struct ChatCompletionsHandler: Sendable {
    let models: ModelManager

    /// `POST /v1/chat/completions`.
    func complete(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let body = try WireJSON.decode(ChatCompletionRequest.self, from: try await request.bytes())
        let generation = try GenerationRequest(body)
        // The status is chosen only after the first event, so that a prompt that does not fit is no 200.
        let answer = try await ChatAnswer(generation, model: body.model, models: models, connection: context.connection)
        let headers = IgnoredParameters.headers(body.unknownParameters)
        guard body.stream == true else { return try .json(try await whole(answer), headers: headers) }
        return stream(
            StreamedAnswer(answer: answer, includesUsage: body.streamOptions?.includeUsage ?? false, logger: context.logger),
            headers: headers)
    }

    /// `POST /v1/chat/completions/tokenizer/encode/count`.
    func count(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let body = try WireJSON.decode(ChatCompletionRequest.self, from: try await request.bytes())
        let messages = try [ChatMessage](body.messages)
        let watch = context.connection?.watch()
        let session = try await models.session(requested: body.model)
        defer { withExtendedLifetime((session, watch)) {} }
        return try .json(TokenCount(try await session.engine.countTokens(messages)))
    }

    private func whole(_ answer: ChatAnswer) async throws -> ChatCompletion {
        var text = ""
        var completion: GenerationEvent.Completion?
        try await answer.forEach { event in
            switch event {
            case .content(let piece): text += piece
            case .finished(let end): completion = end
            }
        }
        guard let completion else { throw FoundryError(.engineFailure, "The engine ended the answer without saying that it is complete.") }
        let identity = answer.identity
        return ChatCompletion(
            id: identity.id, created: identity.created, model: identity.model,
            choices: [.init(index: 0, message: .init(content: text), finishReason: completion.reason.rawValue)],
            usage: ChatUsage(completion.usage))
    }

    private func stream(_ answer: StreamedAnswer, headers: HTTPFields) -> Response {
        var headers = headers
        headers[.contentType] = ServerSentEvents.mediaType
        headers[.cacheControl] = "no-cache"
        return Response(status: .ok, headers: headers, body: .init { try await answer.write(to: &$0) })
    }
}
