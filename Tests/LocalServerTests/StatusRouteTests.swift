import APIContracts
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import LocalServer
import NIOCore
import Testing

struct StatusRouteTests {
    let fixture: ServiceFixture

    init() throws { fixture = try ServiceFixture() }

    @Test func theStatusOf08() async throws {
        fixture.information.endpoints = ["http://127.0.0.1:5272", "http://[::1]:5272"]
        let status: OpenAIStatus = try await fixture.send(.get, "/openai/status").decoded()
        #expect(status.endpoints == ["http://127.0.0.1:5272", "http://[::1]:5272"])
        #expect(status.endpoint == "http://127.0.0.1:5272" && status.modelDirPath == fixture.information.modelsDirectory.path)
        #expect(status.pipeName == "/tmp/x.sock" && status.pid == 99 && status.version == "1.2.3")
    }

    @Test func theStatusOf2() async throws {
        fixture.information.readiness = .draining
        let status: ServiceStatus = try await fixture.send(.get, "/status").decoded()
        #expect(status.endpoints.isEmpty && status.modelCachePath == fixture.information.modelsDirectory.path)
        #expect(status.pid == 99 && status.version == "1.2.3" && status.state == "draining")
        #expect(try #require(status.uptime) >= 0)
    }

    @Test(arguments: [
        (ServiceInformation.Readiness.starting, HTTPResponse.Status.serviceUnavailable), (.ready, .ok), (.draining, .serviceUnavailable),
    ])
    func readinessIsTold(_ readiness: ServiceInformation.Readiness, _ status: HTTPResponse.Status) async throws {
        fixture.information.readiness = readiness
        #expect(try await fixture.send(.get, "/readyz").status == status)
        #expect(try await fixture.send(.get, "/healthz").text == "ok")
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, "/", HTTPResponse.Status.notFound), (.get, "/v1", .notFound), (.post, "/v1/completions", .notFound),
        (.get, "/v1/chat/completions", .methodNotAllowed), (.delete, "/v1/models", .methodNotAllowed),
        (.post, "/openai/load/tiny", .methodNotAllowed), (.options, "/v1/chat/completions", .notFound),
        (.get, "/shutdown", .methodNotAllowed),
    ])
    func wrongRoutesHaveErrorObjects(_ method: HTTPRequest.Method, _ path: String, _ status: HTTPResponse.Status) async throws {
        let response = try await fixture.send(method, path)
        #expect(response.status == status)
        let error = try response.error()
        #expect(error.type == "invalid_request_error")
        #expect(error.message.contains(path))
    }

    @Test func theAllowedMethodsAreNamed() async throws {
        #expect(try await fixture.send(.put, "/v1/models").headers[.allow] == "GET")
    }

    @Test func headIsAnsweredLikeGetWithoutABody() async throws {
        let response = try await fixture.send(.head, "/healthz")
        #expect(response.status == .ok)
        #expect(response.body.readableBytes == 0)
    }

    @Test func aPortCannotStopTheService() async throws {
        let response = try await fixture.send(.post, "/shutdown")
        #expect(response.status == .forbidden)
        #expect(try response.error().message.contains("Unix socket"))
    }

    @Test func theUnixSocketCanStopTheService() async throws {
        try await fixture.serve(at: .unixDomainSocket(path: fixture.socketPath)) { address in
            let client = try RawClient(address)
            try await client.post("/shutdown", "", host: "anything")
            #expect(try await client.receive(until: "}").hasSuffix(#"{"status":"shutting_down"}"#))
            #expect(await fixture.shutdown.happens())
        }
        #expect(fixture.information.endpoints.isEmpty)
    }

    @Test func boundAddressesAreEndpoints() async throws {
        try await fixture.serve { address in
            #expect(fixture.information.endpoints == ["http://127.0.0.1:\(address.port ?? 0)"])
        }
    }
}
