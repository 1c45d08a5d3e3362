import APIContracts
import Foundation
import Testing

struct ReplyShapeTests {
    static func text(_ value: some Encodable) throws -> String { String(decoding: try WireJSON.encode(value), as: UTF8.self) }

    static let completion = ChatCompletion(
        id: "chatcmpl-1", created: 7, model: "m:1", choices: [.init(index: 0, message: .init(content: "hi"), finishReason: "stop")],
        usage: ChatUsage(promptTokens: 3, completionTokens: 2, cachedTokens: 1))

    static let chunk = ChatCompletionChunk(
        id: "chatcmpl-1", created: 7, model: "m:1", choices: [.init(index: 0, delta: .init(role: "assistant", content: ""))])

    @Test func completion() throws {
        #expect(
            try Self.text(Self.completion) == #"{"choices":[{"finish_reason":"stop","index":0,"logprobs":null,"message":"#
                + #"{"content":"hi","refusal":null,"role":"assistant"}}],"created":7,"id":"chatcmpl-1","model":"m:1","#
                + #""object":"chat.completion","system_fingerprint":null,"usage":{"completion_tokens":2,"#
                + #""completion_tokens_details":{"reasoning_tokens":0},"prompt_tokens":3,"prompt_tokens_details":{"cached_tokens":1},"#
                + #""total_tokens":5}}"#)
        #expect(try WireJSON.decode(ChatCompletion.self, from: WireJSON.encode(Self.completion)) == Self.completion)
    }

    @Test func chunk() throws {
        #expect(
            try Self.text(Self.chunk) == #"{"choices":[{"delta":{"content":"","role":"assistant"},"finish_reason":null,"index":0,"#
                + #""logprobs":null}],"created":7,"id":"chatcmpl-1","model":"m:1","object":"chat.completion.chunk","#
                + #""system_fingerprint":null}"#)
        #expect(try WireJSON.decode(ChatCompletionChunk.self, from: WireJSON.encode(Self.chunk)) == Self.chunk)
    }

    @Test func errorWritesAllFourKeys() throws {
        let error = ErrorResponse(ErrorObject(message: "no", type: "server_error"))
        #expect(try Self.text(error) == #"{"error":{"code":null,"message":"no","param":null,"type":"server_error"}}"#)
        #expect(try WireJSON.decode(ErrorResponse.self, from: WireJSON.encode(error)) == error)
    }

    @Test func modelList() throws {
        let list = ModelList([ModelDescription(id: "m:1", created: 5, ownedBy: "system", parent: "m", maxInputTokens: 64)])
        #expect(
            try Self.text(list) == #"{"data":[{"created":5,"id":"m:1","maxInputTokens":64,"object":"model","owned_by":"system","#
                + #""parent":"m","toolCalling":false,"vision":false}],"object":"list"}"#)
        #expect(try WireJSON.decode(ModelList.self, from: WireJSON.encode(list)) == list)
    }

    @Test func statuses() throws {
        let old = OpenAIStatus(endpoints: ["http://127.0.0.1:5272"], modelDirPath: "/models", pipeName: "/s", pid: 9, version: "1")
        #expect(
            try Self.text(old) == #"{"endpoint":"http://127.0.0.1:5272","endpoints":["http://127.0.0.1:5272"],"#
                + #""modelDirPath":"/models","pid":9,"pipeName":"/s","version":"1"}"#)
        let new = ServiceStatus(endpoints: ["e"], modelCachePath: "/models", pid: 9, version: "1")
        #expect(try Self.text(new) == #"{"endpoints":["e"],"modelCachePath":"/models","pid":9,"version":"1"}"#)
        #expect(try Self.text(TokenCount(4)) == #"{"tokenCount":4}"#)
        #expect(try Self.text(StatusWord.alreadyLoaded) == #"{"status":"already_loaded"}"#)
    }

    @Test(arguments: [nil, Date(timeIntervalSince1970: 1_700_000_000.25)])
    func loadedModel(_ expiresAt: Date?) throws {
        let model = LoadedModelDescription(
            id: "m:1", alias: "m", processId: 1, modelType: "llama", contextLength: 64, activeSessions: 2, expiresAt: expiresAt,
            counters: .init(active: 1, queued: 2, completed: 3, cancelled: 4, promptTokens: 5, completionTokens: 6), runtime: "r",
            loadSeconds: 0.5)
        let text = try Self.text(model)
        #expect(text.contains("\"expiresAt\":\"2023-11-14T22:13:20.250Z\"") == (expiresAt != nil))
        #expect(try WireJSON.decode(LoadedModelDescription.self, from: Data(text.utf8)) == model)
    }
}
