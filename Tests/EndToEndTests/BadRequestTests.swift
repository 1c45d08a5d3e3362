import Foundation
import FoundryTestSupport
import Testing

/// Whatever is sent, the service answers with an error that names the parameter, and lives on.
@Suite(.serialized, .enabled(if: RealModels.areAvailable, "\(RealModels.reason)"))
struct BadRequestTests {
    private static let hello = #"[{"role":"user","content":"hi"}]"#

    /// A body and the parameter its error names; nil where there is none to name.
    private static let bodies: [(String, String?)] = [
        ("", nil), ("no json", nil), ("[]", nil), ("42", nil), (#"{"model":"tinytalk"}"#, "messages"),
        (#"{"messages":\#(hello)}"#, "model"), (#"{"model":7,"messages":\#(hello)}"#, "model"),
        (#"{"model":"tinytalk","messages":[]}"#, "messages"), (#"{"model":"tinytalk","messages":"hi"}"#, "messages"),
        (#"{"model":"tinytalk","messages":[{"role":"wizard","content":"hi"}]}"#, "messages[0].role"),
        (#"{"model":"tinytalk","messages":[{"role":"user","content":5}]}"#, "messages[0].content"),
        (#"{"model":"no-such-model","messages":\#(hello)}"#, "model"),
        (#"{"model":"tinytalk","messages":\#(hello),"temperature":-1}"#, "temperature"),
        (#"{"model":"tinytalk","messages":\#(hello),"temperature":"hot"}"#, "temperature"),
        (#"{"model":"tinytalk","messages":\#(hello),"temperature":1e999}"#, "temperature"),
        (#"{"model":"tinytalk","messages":\#(hello),"top_p":2}"#, "top_p"),
        (#"{"model":"tinytalk","messages":\#(hello),"top_k":0}"#, "top_k"),
        (#"{"model":"tinytalk","messages":\#(hello),"max_tokens":0}"#, "max_tokens"),
        (#"{"model":"tinytalk","messages":\#(hello),"max_tokens":-5}"#, "max_tokens"),
        (#"{"model":"tinytalk","messages":\#(hello),"max_tokens":100000000000000000000000000}"#, "max_tokens"),
        (#"{"model":"tinytalk","messages":\#(hello),"max_tokens":9000000000000000000}"#, "max_tokens"),
        (#"{"model":"tinytalk","messages":\#(hello),"stop":[""]}"#, "stop"),
        (#"{"model":"tinytalk","messages":\#(hello),"stop":7}"#, "stop"),
        (#"{"model":"tinytalk","messages":\#(hello),"n":2}"#, "n"),
        (#"{"model":"tinytalk","messages":\#(hello),"stream":"yes"}"#, "stream"),
        (#"{"model":"tinytalk","messages":\#(hello),"seed":"x"}"#, "seed"),
        (#"{"model":"tinytalk","messages":[{"role":"user","content":"a\u0000b"}]}"#, "messages[0].content"),
        (#"{"model":"../../etc","messages":\#(hello)}"#, "model"),
    ]

    @Test func everyBadBodyGets4xxWithItsParameter() async throws {
        let home = try FoundryHome()
        try await home.add("tinytalk")
        let service = try await home.startService()
        for (body, parameter) in Self.bodies {
            let answer = try await service.chat(body)
            #expect((400..<500).contains(answer.status), "\(body): \(answer.status) \(answer.text)")
            #expect((answer.error["message"] as? String)?.isEmpty == false, "\(body): \(answer.text)")
            if let parameter { #expect(answer.error["param"] as? String == parameter, "\(body): \(answer.text)") }
        }
        let deep =
            #"{"model":"tinytalk","messages":"# + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000) + "}"
        #expect((400..<500).contains(try await service.chat(deep).status))
        let invalid =
            Data(#"{"model":"tinytalk","messages":[{"role":"user","content":""#.utf8) + Data([0xC3, 0x28, 0xFF]) + Data(#""}]}"#.utf8)
        #expect((400..<500).contains(try await service.post("/v1/chat/completions", invalid).status))
        let huge = try await service.post("/v1/chat/completions", Data(repeating: 0x20, count: 64 << 20))
        #expect(huge.status == 413)
        #expect(huge.error["message"] != nil)
        let unknown = try await service.get("/no/such/route")
        #expect(unknown.status == 404)
        #expect(unknown.error["message"] != nil)
        #expect(try await service.get("/healthz").status == 200)
    }
}
