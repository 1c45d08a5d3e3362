import APIContracts
import Foundation
import FoundryCore
import Inference
import Testing

@testable import LocalServer

struct ChatRequestMappingTests {
    static func map(_ fields: String, messages: String = #"[{"role":"user","content":"hi"}]"#) throws -> GenerationRequest {
        let body = #"{"model":"m","messages":\#(messages)\#(fields.isEmpty ? "" : ",\(fields)")}"#
        return try GenerationRequest(try WireJSON.decode(ChatCompletionRequest.self, from: Data(body.utf8)))
    }

    @Test func nothingNamedLeavesAllToTheModel() throws {
        #expect(try Self.map("") == GenerationRequest(messages: [ChatMessage(role: .user, content: "hi")]))
    }

    @Test func everySamplingParameterIsPassedOn() throws {
        let request = try Self.map(
            #""temperature":0.5,"top_p":0.9,"top_k":7,"repetition_penalty":1.1,"seed":-9,"max_tokens":5,"stop":"END""#)
        #expect(request.sampling == SamplingParameters(temperature: 0.5, topP: 0.9, topK: 7, repetitionPenalty: 1.1, seed: -9))
        #expect(request.maxTokens == 5)
        #expect(request.stop == ["END"])
    }

    @Test(arguments: [
        (#""max_tokens":5,"max_completion_tokens":6"#, 6), (#""max_completion_tokens":6"#, 6), (#""max_tokens":5"#, 5),
    ])
    func theNewerTokenLimitWins(_ fields: String, _ limit: Int) throws { #expect(try Self.map(fields).maxTokens == limit) }

    @Test(
        arguments: [
            (#""random_seed":4"#, 4), (#""seed":3,"random_seed":4"#, 3), (#""metadata":{"random_seed":"5"}"#, 5),
            (#""metadata":{"random_seed":5}"#, 5), (#""random_seed":4,"metadata":{"random_seed":"5"}"#, 4),
            (#""metadata":{"note":"x"}"#, nil), (#""seed":0"#, 0),
        ] as [(String, Int64?)])
    func theSeedHasThreeNames(_ fields: String, _ seed: Int64?) throws { #expect(try Self.map(fields).sampling.seed == seed) }

    @Test func topKMayComeAsMetadata() throws {
        #expect(try Self.map(#""metadata":{"top_k":"40"}"#).sampling.topK == 40)
        #expect(try Self.map(#""top_k":3,"metadata":{"top_k":"40"}"#).sampling.topK == 3)
    }

    @Test func rolesAndContentsAreUnderstood() throws {
        let messages = #"""
            [{"role":"system","content":"s"},{"role":"developer","content":"d"},{"role":"user","name":"Ann","content":
            [{"type":"text","text":"a"},{"type":"text","text":"b"}]},{"role":"assistant","content":null},{"role":"assistant","tool_calls":[]},
            {"role":"tool","content":"t","tool_call_id":"c"},{"role":"user","content":""}]
            """#
        #expect(
            try Self.map("", messages: messages).messages == [
                ChatMessage(role: .system, content: "s"), ChatMessage(role: .system, content: "d"),
                ChatMessage(role: .user, content: "a\nb", name: "Ann"), ChatMessage(role: .assistant, content: ""),
                ChatMessage(role: .assistant, content: ""), ChatMessage(role: .tool, content: "t"), ChatMessage(role: .user, content: ""),
            ])
    }

    @Test(arguments: [
        #""n":1"#, #""tools":[]"#, #""tool_choice":"none""#, #""tool_choice":"auto""#, #""functions":[]"#, #""function_call":"auto""#,
        #""response_format":{"type":"text"}"#, #""logprobs":false"#, #""top_logprobs":0"#, #""frequency_penalty":0"#,
        #""presence_penalty":0.0"#, #""logit_bias":{}"#, #""audio":null"#, #""modalities":["text"]"#, #""modalities":[]"#, #""user":"u""#,
        #""store":true"#, #""parallel_tool_calls":true"#, #""stop":[]"#, #""stop":null"#, #""temperature":0"#, #""top_p":1"#,
    ])
    func whatChangesNothingIsAccepted(_ field: String) throws { #expect(throws: Never.self) { try Self.map(field) } }
}
