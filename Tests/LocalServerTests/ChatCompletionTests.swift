import APIContracts
import Foundation
import FoundryCore
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Inference
import NIOCore
import Testing

struct ChatCompletionTests {
    static func body(_ fields: String = "", model: String = "tiny") -> String {
        #"{"model":"\#(model)","messages":[{"role":"user","content":"hi"}]\#(fields.isEmpty ? "" : ",")\#(fields)}"#
    }

    @Test(arguments: ["tiny", ServiceFixture.tiny]) func aWholeAnswer(_ name: String) async throws {
        let response = try await ServiceFixture(.answer(["Hel", "lo \u{1F600}"])).chat(Self.body(model: name))
        #expect(response.status == .ok)
        #expect(response.headers[.contentType] == "application/json")
        let completion: ChatCompletion = try response.decoded()
        #expect(completion.id.hasPrefix("chatcmpl-") && completion.id.count == 25)
        #expect(completion.object == "chat.completion" && completion.model == ServiceFixture.tiny && completion.created > 1_700_000_000)
        #expect(completion.choices == [.init(index: 0, message: .init(content: "Hello \u{1F600}"), finishReason: "stop")])
        #expect(completion.usage == ChatUsage(promptTokens: 7, completionTokens: 2, cachedTokens: 3))
        #expect(response.headers[HTTPField.Name("x-foundry-ignored-parameters")!] == nil)
    }

    @Test func theTokenLimitIsTold() async throws {
        let response = try await ServiceFixture(.answer(["x"], reason: .length)).chat(Self.body())
        #expect(try response.decoded(ChatCompletion.self).choices.first?.finishReason == "length")
    }

    @Test func aStreamedAnswer() async throws {
        let response = try await ServiceFixture(.answer(["Hel", "lo\n\""])).chat(Self.body(#""stream":true"#))
        #expect(response.status == .ok)
        #expect(response.headers[.contentType] == "text/event-stream")
        #expect(response.headers[.cacheControl] == "no-cache")
        let events = try response.events()
        #expect(events.last == "[DONE]")
        let chunks = try events.dropLast().map { try WireJSON.decode(ChatCompletionChunk.self, from: Data($0.utf8)) }
        #expect(chunks.map { $0.choices.first?.delta.content } == ["", "Hel", "lo\n\"", nil])
        #expect(chunks.map { $0.choices.first?.delta.role } == ["assistant", nil, nil, nil])
        #expect(chunks.map { $0.choices.first?.finishReason } == [nil, nil, nil, "stop"])
        #expect(Set(chunks.map(\.id)).count == 1)
        #expect(chunks.allSatisfy { $0.object == "chat.completion.chunk" && $0.model == ServiceFixture.tiny && $0.usage == nil })
    }

    @Test func theUsageIsTheLastChunkWhereAskedFor() async throws {
        let response = try await ServiceFixture(.answer(["a"])).chat(Self.body(#""stream":true,"stream_options":{"include_usage":true}"#))
        let events = try response.events()
        let last = try WireJSON.decode(ChatCompletionChunk.self, from: Data(events[events.count - 2].utf8))
        #expect(last.choices.isEmpty)
        #expect(last.usage == ChatUsage(promptTokens: 7, completionTokens: 1, cachedTokens: 3))
        #expect(events.last == "[DONE]")
    }

    @Test(arguments: [false, true]) func anErrorBeforeTheFirstTokenHasAStatus(_ streams: Bool) async throws {
        let error = FoundryError(.contextLengthExceeded, "The prompt has 99 tokens.", parameter: "messages")
        let response = try await ServiceFixture(.failing([], error)).chat(Self.body("\"stream\":\(streams)"))
        #expect(response.status == .badRequest)
        #expect(
            try response.error()
                == ErrorObject(
                    message: "The prompt has 99 tokens.", type: "invalid_request_error", param: "messages", code: "context_length_exceeded")
        )
    }

    @Test func anErrorInTheMiddleOfAWholeAnswerHasAStatus() async throws {
        let response = try await ServiceFixture(.failing(["a"], FoundryError(.engineFailure, "The engine ended."))).chat(Self.body())
        #expect(response.status == .internalServerError)
        #expect(try response.error().code == "engine_failure")
    }

    @Test func anErrorInTheMiddleOfAStreamIsItsLastEvent() async throws {
        let fixture = try ServiceFixture(.failing(["a"], FoundryError(.engineFailure, "The engine ended.")))
        let events = try await fixture.chat(Self.body(#""stream":true"#)).events()
        #expect(events.count == 3)
        let error = try WireJSON.decode(ErrorResponse.self, from: Data(events[2].utf8)).error
        #expect(error == ErrorObject(message: "The engine ended.", type: "server_error", code: "engine_failure"))
    }

    @Test(arguments: [false, true]) func anEndWithoutAReasonIsAnError(_ streams: Bool) async throws {
        let response = try await ServiceFixture(.ending).chat(Self.body("\"stream\":\(streams)"))
        #expect(response.status == .internalServerError)
        #expect(try response.error().type == "server_error")
    }

    @Test(arguments: [false, true]) func ignoredParametersAreNamed(_ streams: Bool) async throws {
        let response = try await ServiceFixture().chat(
            Self.body(#""stream":\#(streams),"ttl":5,"service_tier":"auto","x\r\nset-cookie: é":1,"user":"u","store":true"#))
        #expect(response.status == .ok)
        #expect(response.headers[HTTPField.Name("x-foundry-ignored-parameters")!] == "service_tier, ttl, x??set-cookie???")
    }

    @Test func tokensAreCounted() async throws {
        let response = try await ServiceFixture().send(
            .post, "/v1/chat/completions/tokenizer/encode/count", body: Self.body(#""tools":[{"type":"function"}]"#))
        #expect(response.text == #"{"tokenCount":2}"#)
    }

    @Test func anUnknownModelIs404() async throws {
        let response = try await ServiceFixture().chat(Self.body(model: "nobody"))
        #expect(response.status == .notFound)
        let error = try response.error()
        #expect(error.type == "invalid_request_error" && error.param == "model" && error.code == "model_not_found")
        #expect(error.message.contains("nobody"))
    }

    @Test func aModelThatCannotBeLoadedIsTold() async throws {
        let fixture = try ServiceFixture(loadError: FoundryError(.runtimeMissing, "No runtime is installed. Run foundry runtime install."))
        let response = try await fixture.chat(Self.body())
        #expect(response.status == .serviceUnavailable)
        #expect(try response.error().message.contains("foundry runtime install"))
    }
}
