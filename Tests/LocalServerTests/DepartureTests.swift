import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

struct DepartureTests {
    static let whole = #"{"model":"tiny","messages":[{"role":"user","content":"hi"}]}"#
    static let streamed = #"{"model":"tiny","messages":[{"role":"user","content":"hi"}],"stream":true}"#

    @Test(arguments: [whole, streamed]) func aClientThatLeavesDuringThePrefillEndsIt(_ body: String) async throws {
        let fixture = try ServiceFixture(.stalling([]))
        try await fixture.serve { address in
            let client = try RawClient(address)
            try await client.post("/v1/chat/completions", body)
            #expect(await fixture.engine.started.happens())
            client.leave()
            #expect(await fixture.engine.cancelled.happens())
        }
    }

    @Test func aClientThatLeavesBetweenTokensEndsTheAnswer() async throws {
        let fixture = try ServiceFixture(.stalling(["one", "two"]))
        try await fixture.serve { address in
            let client = try RawClient(address)
            try await client.post("/v1/chat/completions", Self.streamed)
            #expect(try await client.receive(until: "two").contains("200 OK"))
            client.leave()
            #expect(await fixture.engine.cancelled.happens())
        }
    }

    @Test func aClientThatLeavesDuringAWholeAnswerEndsIt() async throws {
        let fixture = try ServiceFixture(.stalling(["one", "two"]))
        try await fixture.serve { address in
            let client = try RawClient(address)
            try await client.post("/v1/chat/completions", Self.whole)
            #expect(await fixture.engine.started.happens())
            client.leave()
            #expect(await fixture.engine.cancelled.happens())
        }
    }

    @Test func theConnectionSurvivesAnswers() async throws {
        let fixture = try ServiceFixture()
        try await fixture.serve { address in
            let client = try RawClient(address)
            for (path, marker) in [("/healthz", "ok"), ("/status", "1.2.3"), ("/nowhere", "Unknown URL")] {
                try await client.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(try await client.receive(until: marker).contains(marker))
            }
            try await client.post("/v1/chat/completions", Self.whole)
            #expect(try await client.receive(until: "Hello").contains("Hello"))
            try await client.post("/v1/chat/completions", Self.streamed)
            #expect(try await client.receive(until: "[DONE]").contains("[DONE]"))
            try await client.send("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(try await client.receive(until: "owned_by").contains("owned_by"))
        }
        #expect(fixture.engine.requests.count == 2)
    }

    @Test func aClientThatOnlyStopsSendingGetsAShortAnswer() async throws {
        try await ServiceFixture().serve { address in
            let client = try RawClient(address)
            try await client.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            client.stopSending()
            #expect(try await client.receive(until: "\r\n\r\nok").hasSuffix("ok"))
        }
    }
}
