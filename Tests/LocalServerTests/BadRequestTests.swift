import APIContracts
import Foundation
import FoundryCore
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

struct BadRequestTests {
    /// A field's name and value in an otherwise good request, and the parameter the answer must name.
    static let fields: [(String, String, String)] = [
        ("model", "5", "model"), ("messages", "[]", "messages"), ("messages", "5", "messages"), ("temperature", "-0.1", "temperature"),
        ("temperature", "2.1", "temperature"), ("temperature", "1e999", "temperature"), ("temperature", #""warm""#, "temperature"),
        ("top_p", "0", "top_p"), ("top_p", "1.5", "top_p"), ("top_k", "0", "top_k"), ("top_k", "-1", "top_k"), ("top_k", "1.5", "top_k"),
        ("repetition_penalty", "0", "repetition_penalty"), ("max_tokens", "0", "max_tokens"), ("max_tokens", "-5", "max_tokens"),
        ("max_tokens", "1000000000000000000000000000000", "max_tokens"), ("max_completion_tokens", "0", "max_completion_tokens"),
        ("seed", "1e30", "seed"), ("seed", "0.5", "seed"), ("random_seed", "[]", "random_seed"), ("stop", "7", "stop"),
        ("stop", #"["a",7]"#, "stop[1]"), ("stop", #"["a",""]"#, "stop"),
        ("stop", "[" + Array(repeating: #""a""#, count: 17).joined(separator: ",") + "]", "stop"), ("stream", "1", "stream"),
        ("stream_options", "1", "stream_options"), ("n", "2", "n"), ("n", "0", "n"), ("n", "-9223372036854775808", "n"),
        ("tools", #"[{"type":"function","function":{"name":"f"}}]"#, "tools"), ("tool_choice", #""required""#, "tool_choice"),
        ("tool_choice", #"{"type":"function"}"#, "tool_choice"), ("tool_choice", "5", "tool_choice"), ("functions", "[{}]", "functions"),
        ("function_call", #"{"name":"f"}"#, "function_call"), ("response_format", #"{"type":"json_object"}"#, "response_format"),
        ("response_format", "{}", "response_format"), ("response_format", "5", "response_format"), ("logprobs", "true", "logprobs"),
        ("top_logprobs", "3", "top_logprobs"), ("frequency_penalty", "0.1", "frequency_penalty"),
        ("presence_penalty", "-0.1", "presence_penalty"), ("logit_bias", #"{"5":1}"#, "logit_bias"), ("audio", "{}", "audio"),
        ("modalities", #"["text","audio"]"#, "modalities"), ("metadata", #"{"top_k":"many"}"#, "metadata.top_k"),
        ("metadata", #"{"random_seed":1.5}"#, "metadata.random_seed"), ("metadata", #"{"a":1e999}"#, "metadata.a"),
    ]

    @Test(arguments: fields) func aWrongFieldIsNamed(_ name: String, _ value: String, _ parameter: String) async throws {
        var fields = ["model": #""tiny""#, "messages": #"[{"role":"user","content":"hi"}]"#]
        fields[name] = value
        let fixture = try ServiceFixture()
        let response = try await fixture.chat("{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}")
        let error = try response.error()
        #expect(response.status == .badRequest)
        #expect(error.param == parameter)
        #expect(error.type == "invalid_request_error")
        #expect(error.message.contains(parameter))
        #expect(fixture.engine.requests.isEmpty)
    }

    @Test(arguments: [
        (#"{"role":"wizard","content":"x"}"#, "messages[0].role"), (#"{"role":5,"content":"x"}"#, "messages[0].role"),
        (#"{"content":"x"}"#, "messages[0].role"), (#"{"role":"user"}"#, "messages[0].content"),
        (#"{"role":"user","content":null}"#, "messages[0].content"), (#"{"role":"tool","content":null}"#, "messages[0].content"),
        (#"{"role":"user","content":{}}"#, "messages[0].content"),
        (
            #"{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"x"}}]}"#,
            "messages[0].content[1].type"
        ),
        (#"{"role":"user","content":[{"type":"text"}]}"#, "messages[0].content[0].text"),
        (#"{"role":"user","content":[5]}"#, "messages[0].content[0]"),
        (#"{"role":"assistant","content":null,"tool_calls":[{}]}"#, "messages[0].tool_calls"), ("7", "messages[0]"),
    ])
    func aWrongMessageIsNamed(_ message: String, _ parameter: String) async throws {
        let response = try await ServiceFixture().chat(#"{"model":"tiny","messages":[\#(message)]}"#)
        #expect(response.status == .badRequest)
        #expect(try response.error().param == parameter)
    }

    @Test(arguments: [
        "", "hello", "[]", "null", "5", "{", #"{"model":"tiny"}"#, #"{"messages":[]}"#,
        #"{"model":"tiny","messages":[],"temperature":NaN}"#,
        String(repeating: "[", count: 100_000), #"{"model":"tiny","messages":"# + String(repeating: #"[{"a":"#, count: 50_000),
    ])
    func aBodyThatIsNoRequestIs400(_ body: String) async throws {
        let response = try await ServiceFixture().chat(body)
        #expect(response.status == .badRequest)
        #expect(try response.error().type == "invalid_request_error")
    }

    @Test func anEmptyBodyIsCalledEmpty() async throws {
        #expect(try await ServiceFixture().send(.post, "/v1/chat/completions").error().message == "Empty request body")
    }

    @Test(arguments: [[0xFF, 0xFE], [0x7B, 0x22, 0xC3, 0x28, 0x22, 0x7D], [0x00]] as [[UInt8]])
    func aBodyThatIsNotUTF8Is400(_ bytes: [UInt8]) async throws {
        let response = try await ServiceFixture().send(.post, "/v1/chat/completions", bytes: ByteBuffer(bytes: bytes))
        #expect(response.status == .badRequest)
        #expect(try response.error().message.contains("Invalid JSON"))
    }

    @Test func aBodyThatIsTooLargeIs413() async throws {
        let bytes = ByteBuffer(repeating: UInt8(ascii: " "), count: 33 << 20)
        let response = try await ServiceFixture().send(.post, "/v1/chat/completions", bytes: bytes)
        #expect(response.status == .contentTooLarge)
        #expect(try response.error().type == "invalid_request_error")
    }

    /// With `close` the rest is read before the answer, so that a client that sends all before it reads gets to see it.
    @Test(arguments: ["keep-alive", "close"]) func aBodyWithoutALengthIsLimitedToo(connection: String) async throws {
        let response: String = try await ServiceFixture().serve { address in
            let client = try RawClient(address)
            try await client.send(
                "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: \(connection)\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = "100000\r\n" + String(repeating: " ", count: 1 << 20) + "\r\n"
            for _ in 0..<33 { try await client.send(chunk) }
            if connection == "close" { try await client.send("0\r\n\r\n") }
            return try await client.receive(until: "}}")
        }
        #expect(response.hasPrefix("HTTP/1.1 413 "))
    }

    @Test(arguments: [
        "hello\r\n\r\n", "GET\r\n\r\n", "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
    ])
    func bytesThatAreNoHTTPAre400(_ bytes: String) async throws {
        let fixture = try ServiceFixture()
        let answers = try await fixture.serve { address in
            let client = try RawClient(address)
            try await client.send(bytes)
            let broken = try await client.receive(until: "\r\n\r\n")
            let next = try RawClient(address)
            try await next.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            return [broken, try await next.receive(until: "\r\n\r\nok")]
        }
        #expect(answers[0].contains(" 400 "))
        #expect(answers[1].contains(" 200 "))
    }
}
