import APIContracts
import Foundation
import FoundryCore
import FoundryLocal
import Testing

/// Plain requests and what their errors mean.
@Suite struct ServiceClientTests {
    @Test func statusIsRead() async throws {
        let server = try HTTPFixture { _, connection in
            connection.answer(#"{"endpoints":["http://127.0.0.1:1"],"modelCachePath":"/m","pid":7,"version":"1"}"#)
        }
        let status = try await ServiceClient(address: .url(server.url)).status()
        #expect(status.pid == 7)
        #expect(server.requests.first?.line == "GET /status HTTP/1.1")
    }

    @Test(arguments: [
        ("phi-4:1", nil, false, "GET /openai/load/phi-4:1 HTTP/1.1"),
        ("phi-4", 60, true, "GET /openai/load/phi-4?ttl=60&unload=true HTTP/1.1"),
        ("a b/é?x", 0, false, "GET /openai/load/a%20b%2F%C3%A9%3Fx?ttl=0 HTTP/1.1"),
        ("../../etc", nil, false, "GET /openai/load/..%2F..%2Fetc HTTP/1.1"),
    ])
    func loadNamesTheModelInThePath(_ name: String, _ seconds: Int?, _ unloads: Bool, _ line: String) async throws {
        let server = try HTTPFixture { _, connection in connection.answer("") }
        try await ServiceClient(address: .url(server.url)).load(name, timeToLive: seconds.map { .seconds($0) }, unloadsOthers: unloads)
        #expect(server.requests.map(\.line) == [line])
    }

    @Test func unloadSaysWhetherItIsForced() async throws {
        let server = try HTTPFixture { _, connection in connection.answer("") }
        let client = ServiceClient(address: .url(server.url))
        try await client.unload("a", force: true)
        try await client.unload("a", force: false)
        #expect(server.requests.map(\.line) == ["GET /openai/unload/a?force=true HTTP/1.1", "GET /openai/unload/a?force=false HTTP/1.1"])
    }

    @Test func aUnixSocketWorksLikeAnAddress() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "f\(UInt32.random(in: 0 ... .max)).sock").path
        defer { unlink(path) }
        let server = try HTTPFixture(socket: path) { _, connection in connection.answer(#"{"object":"list","data":[]}"#) }
        #expect(try await ServiceClient(address: .socket(path: path)).models().isEmpty)
        #expect(server.requests.first?.headers["host"] == "localhost")
    }

    @Test func aWholeAnswerIsRead() async throws {
        let completion = ChatCompletion(
            id: "c", created: 1, model: "m", choices: [.init(index: 0, message: .init(content: "yes"), finishReason: "stop")],
            usage: ChatUsage(promptTokens: 1, completionTokens: 2))
        let body = String(decoding: try WireJSON.encode(completion), as: UTF8.self)
        let server = try HTTPFixture { _, connection in connection.answer(body) }
        var request = ChatCompletionRequest(model: "m", messages: [], stream: true)
        request.streamOptions = StreamOptions(includeUsage: true)
        #expect(try await ServiceClient(address: .url(server.url)).complete(request) == completion)
        let sent = try JSONDecoder().decode(ChatCompletionRequest.self, from: try #require(server.requests.first).body)
        #expect(sent.stream == nil)
        #expect(sent.streamOptions == nil)
    }

    @Test(arguments: [
        (404, #"{"error":{"message":"no m","type":"invalid_request_error","param":null,"code":"model_not_found"}}"#, "not_found", "no m"),
        (500, #"{"error":{"message":"bad file","type":"server_error","param":null,"code":"model_corrupt"}}"#, "corrupt", "bad file"),
        (503, #"{"error":{"message":"none","type":"server_error","param":null,"code":"runtime_missing"}}"#, "runtime_missing", "none"),
        (400, #"{"error":{"message":"wrong","type":"invalid_request_error","param":null,"code":null}}"#, "invalid_argument", "wrong"),
        (400, #"{"error":{"message":"long","type":"x","param":null,"code":"context_length_exceeded"}}"#, "context_length_exceeded", "long"),
        (429, #"{"error":{"message":"full","type":"x","param":null,"code":null}}"#, "overloaded", "full"),
        (418, "<h1>no\nservice</h1>", "invalid_argument", "The service answered with status 418: <h1>no service</h1>"),
        (502, "", "internal", "The service answered with status 502."),
        (302, "", "internal", "The service answered with status 302."),
    ])
    func errorsKeepTheirCode(_ status: Int, _ body: String, _ code: String, _ message: String) async throws {
        let server = try HTTPFixture { _, connection in
            connection.answer(body, status: status, headers: "location: http://127.0.0.1:1/\r\n")
        }
        let error = await #expect(throws: FoundryError.self) { try await ServiceClient(address: .url(server.url)).load("m") }
        #expect(error?.code.rawValue == code)
        #expect(error?.message == message)
        #expect(server.requests.count == 1)
    }

    @Test func theParameterAtFaultIsKept() async throws {
        let server = try HTTPFixture { _, connection in
            connection.answer(#"{"error":{"message":"m","type":"invalid_request_error","param":"temperature","code":null}}"#, status: 400)
        }
        let request = ChatCompletionRequest(model: "m", messages: [])
        let error = await #expect(throws: FoundryError.self) { _ = try await ServiceClient(address: .url(server.url)).chat(request) }
        #expect(error?.parameter == "temperature")
    }

    @Test(arguments: ["{", "[]", "{\"pid\":\"x\"}"])
    func whatIsNoAnswerIsCorrupt(_ body: String) async throws {
        let server = try HTTPFixture { _, connection in connection.answer(body) }
        let error = await #expect(throws: FoundryError.self) { _ = try await ServiceClient(address: .url(server.url)).status() }
        #expect(error?.code == .corrupt)
    }

    @Test func nobodyListeningIsUnreachableAndSaysWhatToDo() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "none-\(UInt32.random(in: 0 ... .max)).sock").path
        let error = await #expect(throws: FoundryError.self) { _ = try await ServiceClient(address: .socket(path: path)).status() }
        #expect(error?.code == .unreachable)
        #expect(error?.message.hasSuffix("Start it: foundry service start") == true)
    }

    @Test(arguments: ["https://127.0.0.1:1", "ftp://x", "file:///x", "http:///x"])
    func otherAddressesAreRefused(_ text: String) async throws {
        let client = ServiceClient(address: .url(try #require(URL(string: text))))
        let error = await #expect(throws: FoundryError.self) { _ = try await client.status() }
        #expect(error?.code == .invalidArgument)
    }

    @Test func aSocketPathThatIsTooLongIsRefused() async throws {
        let client = ServiceClient(address: .socket(path: "/" + String(repeating: "x", count: 103)))
        let error = await #expect(throws: FoundryError.self) { _ = try await client.status() }
        #expect(error?.code == .invalidArgument)
    }

    @Test func anEmptyNameIsRefused() async throws {
        let client = ServiceClient(address: .socket(path: "/none"))
        let error = await #expect(throws: FoundryError.self) { try await client.load("") }
        #expect(error?.code == .invalidArgument)
    }
}
