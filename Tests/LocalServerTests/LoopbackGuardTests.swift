import APIContracts
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import LocalServer

struct LoopbackGuardTests {
    @Test(arguments: [
        ("localhost", true), ("LOCALHOST:5272", true), ("127.0.0.1", true), ("127.0.0.1:80", true), ("127.255.3.4:1", true),
        ("[::1]", true),
        ("[::1]:5272", true), ("[0:0:0:0:0:0:0:1]:1", true), ("example.com", false), ("localhost.example.com", false),
        ("127.0.0.1.example.com", false), ("127.0.0.1@example.com", false), ("user@localhost", false), ("127.1", false),
        ("128.0.0.1", false),
        ("[::2]", false), ("::1", false), ("localhost:", false), ("localhost:99999", false), ("localhost:+80", false),
        ("localhost:80:80", false),
        ("", false), (":80", false), ("[::1", false), ("[::1]x", false), ("0.0.0.0", false), ("localhost/x", false),
    ])
    func loopbackNames(_ text: String, _ isLoopback: Bool) {
        #expect((Authority(parsing: text)?.isLoopback ?? false) == isLoopback)
    }

    @Test(arguments: [
        ("localhost", "200"), ("127.0.0.1:1", "200"), ("[::1]", "200"), ("evil.example", "403"), ("localhost.evil.example", "403"),
        ("192.168.1.5", "403"),
    ])
    func hostsOverAPort(_ host: String, _ status: String) async throws {
        let fixture = try ServiceFixture()
        let answer = try await fixture.serve { address in
            let client = try RawClient(address)
            try await client.send("GET /status HTTP/1.1\r\nHost: \(host)\r\n\r\n")
            return try await client.receive(until: "}")
        }
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
        #expect(answer.contains(#"{"error":{"#) == (status != "200"))
    }

    @Test func aMissingHostIsRefusedOverAPort() async throws {
        let answer = try await ServiceFixture().serve { address in
            let client = try RawClient(address)
            try await client.send("GET /status HTTP/1.0\r\n\r\n")
            return try await client.receive(until: "}}")
        }
        #expect(answer.contains(" 403 "))
    }

    @Test func theBoundNameIsAllowed() async throws {
        let fixture = try ServiceFixture()
        fixture.information.endpoints = ["http://192.168.1.5:5272"]
        let answer = try await fixture.serve { address in
            let client = try RawClient(address)
            try await client.send("GET /healthz HTTP/1.1\r\nHost: 192.168.1.5:5272\r\n\r\n")
            return try await client.receive(until: "\r\n\r\nok")
        }
        #expect(answer.hasPrefix("HTTP/1.1 200 "))
    }

    @Test func aMissingHostIsAllowedOverTheUnixSocket() async throws {
        let fixture = try ServiceFixture()
        let answer = try await fixture.serve(at: .unixDomainSocket(path: fixture.socketPath)) { address in
            let client = try RawClient(address)
            try await client.send("GET /healthz HTTP/1.0\r\n\r\n")
            return try await client.receive(until: "\r\n\r\nok")
        }
        #expect(answer.contains(" 200 "))
    }

    @Test(arguments: [
        ("http://localhost", true), ("https://localhost:3000", true), ("http://127.0.0.1:8080", true), ("http://[::1]:5", true),
        ("null", false), ("", false), ("http://example.com", false), ("http://localhost.example.com", false), ("file://", false),
        ("http://localhost@example.com", false), ("http://localhost,http://example.com", false), ("ftp://localhost", false),
    ])
    func origins(_ origin: String, _ isAllowed: Bool) async throws {
        let response = try await ServiceFixture().send(.get, "/status", headers: [.origin: origin])
        #expect(response.status == (isAllowed ? .ok : .forbidden))
        if !isAllowed { #expect(try response.error().type == "invalid_request_error") }
    }

    @Test func aPreflightOfAnotherOriginIsRefused() async throws {
        let response = try await ServiceFixture().send(.options, "/v1/chat/completions", headers: [.origin: "http://example.com"])
        #expect(response.status == .forbidden)
        #expect(response.headers[.accessControlAllowOrigin] == nil)
    }
}
