import APIContracts
import Foundation
import FoundryCore
import Testing

struct ChatCompletionRequestTests {
    static let full = #"""
        {"model":"m","messages":[{"role":"user","content":"hi","name":"Ann"},{"role":"assistant","content":null},
        {"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"x"}}]}],
        "temperature":0.5,"top_p":1,"top_k":40,"repetition_penalty":1.1,"seed":-3,"random_seed":4,"max_tokens":10,
        "max_completion_tokens":20,"stop":"END","stream":true,"stream_options":{"include_usage":true},"n":1,"tools":[],
        "tool_choice":"none","response_format":{"type":"text"},"logprobs":false,"frequency_penalty":0,"presence_penalty":0.0,
        "logit_bias":{},"modalities":["text"],"user":"u","metadata":{"top_k":"5"},"store":false,"zeta":1,"alpha":{"b":[1]}}
        """#

    @Test func everyParameterIsRead() throws {
        let request = try WireJSON.decode(ChatCompletionRequest.self, from: Data(Self.full.utf8))
        #expect(request.model == "m")
        #expect(request.messages[0] == ChatRequestMessage(role: "user", content: .text("hi"), name: "Ann"))
        #expect(request.messages[1].content == nil)
        #expect(request.messages[2].content == .parts([ContentPart(type: "text", text: "a"), ContentPart(type: "image_url")]))
        #expect(request.temperature == 0.5 && request.topP == 1 && request.topK == 40 && request.repetitionPenalty == 1.1)
        #expect(request.seed == -3 && request.randomSeed == 4 && request.maxTokens == 10 && request.maxCompletionTokens == 20)
        #expect(request.stop == StopSequences(["END"]) && request.stream == true && request.streamOptions?.includeUsage == true)
        #expect(request.n == 1 && request.tools == [] && request.toolChoice == .string("none"))
        #expect(request.responseFormat == .object(["type": .string("text")]))
        #expect(request.metadata == ["top_k": .string("5")] && request.user == "u" && request.store == false)
    }

    @Test func unknownParametersAreNamed() throws {
        let request = try WireJSON.decode(ChatCompletionRequest.self, from: Data(Self.full.utf8))
        #expect(request.unknownParameters == ["alpha", "zeta"])
    }

    @Test func nullIsTheSameAsMissing() throws {
        let request = try WireJSON.decode(
            ChatCompletionRequest.self, from: Data(#"{"model":"m","messages":[],"temperature":null,"stop":null,"tools":null}"#.utf8))
        #expect(request == ChatCompletionRequest(model: "m", messages: []))
    }

    @Test func whatIsWrittenIsReadBack() throws {
        var request = ChatCompletionRequest(model: "m", messages: [ChatRequestMessage(role: "user", content: .text("\u{2028}\"\u{0}"))])
        request.topK = 3
        request.maxCompletionTokens = 7
        request.stop = StopSequences(["a", "b"])
        request.streamOptions = StreamOptions(includeUsage: true)
        #expect(try WireJSON.decode(ChatCompletionRequest.self, from: WireJSON.encode(request)) == request)
    }

    @Test(arguments: [
        ("model", "5"), ("model", "null"), ("messages", #""x""#), ("messages", "{}"), ("messages[0]", "[1]"), ("temperature", #""hot""#),
        ("temperature", "1e999"), ("top_p", "[]"), ("top_k", "1.5"), ("top_k", "1000000000000000000000000000000"),
        ("repetition_penalty", "true"), ("seed", "1e30"), ("seed", #""1""#), ("random_seed", "{}"), ("max_tokens", #""5""#),
        ("max_completion_tokens", "99999999999999999999"), ("stop", "5"), ("stop[0]", "[5]"), ("stream", "1"), ("stream_options", "true"),
        ("stream_options.include_usage", #"{"include_usage":"yes"}"#), ("n", #""2""#), ("tools", "{}"), ("functions", "1"),
        ("logprobs", "0"), ("top_logprobs", "[]"), ("frequency_penalty", #""0""#), ("presence_penalty", "false"), ("logit_bias", "[]"),
        ("modalities", #""text""#), ("user", "5"), ("metadata", "[]"), ("store", #""no""#), ("parallel_tool_calls", "1"),
        ("messages[0].role", #"[{"role":5,"content":"x"}]"#), ("messages[0].role", #"[{"content":"x"}]"#),
        ("messages[0].content", #"[{"role":"user","content":5}]"#), ("messages[0].content[0].type", #"[{"role":"user","content":[{}]}]"#),
        ("messages[0].content[0].text", #"[{"role":"user","content":[{"type":"text","text":1}]}]"#),
        ("messages[1].name", #"[{"role":"user","content":"x"},{"role":"user","content":"x","name":[]}]"#),
    ])
    func wrongTypesNameTheirPath(_ path: String, _ value: String) throws {
        let name = String(path.prefix { $0 != "." && $0 != "[" })
        var fields = ["model": #""m""#, "messages": #"[{"role":"user","content":"hi"}]"#]
        fields[name] = value
        let body = "{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
        let error = try #require(throws: FoundryError.self) { try WireJSON.decode(ChatCompletionRequest.self, from: Data(body.utf8)) }
        #expect(error.code == .invalidArgument)
        #expect(error.parameter == path)
        #expect(error.message.contains(path))
        #expect(!error.message.contains("Optional") && !error.message.contains("Decod"))
    }

    @Test(arguments: ["model", "messages"])
    func missingFieldsAreNamed(_ name: String) throws {
        var fields = ["model": #""m""#, "messages": "[]"]
        fields[name] = nil
        let body = "{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
        let error = try #require(throws: FoundryError.self) { try WireJSON.decode(ChatCompletionRequest.self, from: Data(body.utf8)) }
        #expect(error.parameter == name)
        #expect(error.message == "Missing required field: \(name)")
    }
}
