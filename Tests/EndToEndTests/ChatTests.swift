import Foundation
import FoundryTestSupport
import Testing

/// The same question by every way there is, to a real model.
@Suite(.serialized, .enabled(if: RealModels.areAvailable, "\(RealModels.reason)"))
struct ChatTests {
    private static let question = "Do you like ice cream?"
    private static let answer = "I love ice cream! It's so cool and refreshing."

    @Test func promptOptionPrintsTheAnswerAndNothingElse() async throws {
        let home = try FoundryHome()
        let result = try await home.run("model", "run", FoundryHome.model("tinytalk"), "--prompt", Self.question, "--temperature", "0")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output == Self.answer + "\n")
    }

    @Test func pipedQuestionIsAnswered() async throws {
        let home = try FoundryHome()
        let result = try await home.run(["model", "run", FoundryHome.model("tinytalk")], input: Self.question)
        #expect(result.output == Self.answer + "\n", "\(result.errors)")
    }

    @Test func completionsAnswerWithAndWithoutAStream() async throws {
        let home = try FoundryHome()
        try await home.add("tinytalk")
        let service = try await home.startService()
        let plain = try await service.chat(
            #"{"model":"tinytalk","messages":[{"role":"user","content":"\#(Self.question)"}],"temperature":0}"#)
        #expect(plain.status == 200)
        #expect(plain.content == Self.answer)
        let usage = try #require(plain.json["usage"] as? [String: Any])
        #expect(usage["prompt_tokens"] as? Int == 11)
        #expect(usage["completion_tokens"] as? Int == 13)

        let stream = try await service.chat(
            #"{"model":"tinytalk","messages":[{"role":"user","content":"\#(Self.question)"}],"temperature":0,"stream":true}"#)
        #expect(stream.streamedContent == Self.answer)
        #expect(stream.events.last == "[DONE]")
        #expect(stream.events.count > 10)
    }

    @Test func conversationIsRememberedWithinTheRequestOnly() async throws {
        let home = try FoundryHome()
        try await home.add("tinytalk")
        let service = try await home.startService()
        let body =
            #"{"model":"tinytalk","messages":[{"role":"user","content":"\#(Self.question)"},{"role":"assistant","content":"Yes."},"#
            + #"{"role":"user","content":"\#(Self.question)"}],"temperature":0}"#
        let answer = try await service.chat(body)
        let usage = try #require(answer.json["usage"] as? [String: Any])
        #expect(answer.status == 200)
        #expect(try #require(usage["prompt_tokens"] as? Int) > 20)
    }

    @Test func stopStringEndsTheAnswerUnseen() async throws {
        let home = try FoundryHome()
        try await home.add("tinytalk")
        let service = try await home.startService()
        let answer = try await service.chat(
            #"{"model":"tinytalk","messages":[{"role":"user","content":"\#(Self.question)"}],"temperature":0,"stop":"so cool","stream":true}"#
        )
        #expect(answer.streamedContent == "I love ice cream! It's ")
    }

    @Test func promptThatDoesNotFitIsRefusedWithTheNumbers() async throws {
        let home = try FoundryHome()
        try await home.add("tinytalk")
        let service = try await home.startService()
        let long = String(repeating: "ice cream ", count: 300)
        let answer = try await service.chat(#"{"model":"tinytalk","messages":[{"role":"user","content":"\#(long)"}]}"#)
        #expect(answer.status == 400)
        #expect(answer.error["code"] as? String == "context_length_exceeded")
        #expect((answer.error["message"] as? String ?? "").contains("256"))
    }

    /// The native libraries would write a device id and upload events, were they not told otherwise before they are loaded.
    @Test func nothingIsWrittenToTheUsersHomeByTheLibraries() async throws {
        let home = try FoundryHome()
        let user = home.directory.url.appending(path: "user")
        try FileManager.default.createDirectory(at: user, withIntermediateDirectories: true)
        let result = try await home.run("model", "run", FoundryHome.model("tinytalk"), "--prompt", Self.question)
        #expect(result.status == 0)
        _ = try await home.run("service", "stop")
        #expect(try FileManager.default.subpathsOfDirectory(atPath: user.path) == [])
    }
}
