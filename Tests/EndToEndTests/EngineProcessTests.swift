import Foundation
import FoundryTestSupport
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What happens to others when an engine's process or a client goes.
@Suite(.serialized, .enabled(if: RealModels.areAvailable, "\(RealModels.reason)"))
struct EngineProcessEndToEndTests {
    /// A long answer: 1,900 tokens of random-tiny-int4.
    private static func long(_ model: String, stream: Bool = true) -> String {
        #"{"model":"\#(model)","messages":[{"role":"user","content":"hello"}],"temperature":0,"max_tokens":1900,"stream":\#(stream)}"#
    }

    private struct Engine: Sendable {
        var pid: Int32
        var counters: [String: Int]
        func counter(_ name: String) -> Int { counters[name] ?? -1 }
    }

    private func engine(_ service: ServiceSocket, _ alias: String) async throws -> Engine {
        let answer = try await service.get("/foundry/loaded")
        let list = try JSONSerialization.jsonObject(with: answer.body) as? [[String: Any]] ?? []
        let entry = try #require(list.first { $0["alias"] as? String == alias }, "\(answer.text)")
        return Engine(pid: Int32(entry["processId"] as? Int ?? 0), counters: entry["counters"] as? [String: Int] ?? [:])
    }

    /// Two names for one folder are two models, each in a process of its own.
    private func twoModels(_ home: FoundryHome) async throws -> ServiceSocket {
        for name in ["one", "two"] {
            let result = try await home.run("model", "add", FoundryHome.model("random-tiny-int4"), "--name", name)
            #expect(result.status == 0, "\(result.errors)")
        }
        let service = try await home.startService()
        for name in ["one", "two"] { #expect(try await service.get("/openai/load/\(name)").status == 200) }
        return service
    }

    @Test func killedEngineEndsItsStreamWithAnErrorAndNoOther() async throws {
        let home = try FoundryHome()
        let service = try await twoModels(home)
        let one = try await engine(service, "one")
        let two = try await engine(service, "two")
        #expect(one.pid != two.pid)
        // On one thread: other tests keep the pool busy, and the answers do not wait. Company slows the victim down, so that it
        // does not end before it is killed.
        let (victim, company, other) = try await onThread {
            let company = try (0..<7).map { _ in try service.openChatBlocking(Self.long("one")) }
            let other = try service.openChatBlocking(Self.long("two"))
            let victim = try service.openChatBlocking(Self.long("one"))
            _ = victim.read()
            kill(one.pid, SIGKILL)
            return (victim, company, other)
        }
        defer { for connection in company + [victim] { connection.close() } }
        let rest = try await victim.read(until: "\r\n0\r\n\r\n")
        #expect(rest.contains(#""error""#))
        #expect(rest.contains("signal 9"))
        #expect(!rest.contains("[DONE]"))
        let whole = try await other.read(until: "[DONE]")
        #expect(whole.contains("[DONE]"))
        #expect(!whole.contains(#""error""#))

        let again = try await service.chat(
            #"{"model":"one","messages":[{"role":"user","content":"hello"}],"max_tokens":5}"#)
        #expect(again.status == 200)
        #expect(try await engine(service, "one").pid != one.pid)
    }

    /// Between requests nobody looks at an engine: whoever comes right after its end must neither wait for ever nor fail.
    @Test func requestRightAfterAKillIsAnswered() async throws {
        let home = try FoundryHome()
        let service = try await twoModels(home)
        for round in 0..<12 {
            kill(try await engine(service, "one").pid, SIGKILL)
            if round % 3 == 1 { try await Task.sleep(for: .milliseconds(round)) }
            if round % 2 == 0 {
                #expect(try await service.get("/openai/load/one").status == 200)
            }
            let answer = try await service.chat(#"{"model":"one","messages":[{"role":"user","content":"hello"}],"max_tokens":3}"#)
            #expect(answer.status == 200, "\(answer.text)")
        }
    }

    @Test func engineStopsWhenTheClientLeavesAStream() async throws {
        let home = try FoundryHome()
        let service = try await twoModels(home)
        let connection = try await service.openChat(Self.long("one"))
        _ = try await connection.read(until: #""content":""#)
        connection.close()
        try await expectStopped(service, "one", requests: 1)
    }

    @Test func engineStopsWhenClientsLeaveThatWaitForTheWholeAnswer() async throws {
        let home = try FoundryHome()
        let service = try await twoModels(home)
        // Many, for one would be done before it can leave.
        try await askManyAndLeave(service, Self.long("one", stream: false), count: 24)
        try await expectStopped(service, "one", requests: 24)
    }

    @Test func engineStopsWhenClientsLeaveDuringPrefill() async throws {
        let home = try FoundryHome()
        let service = try await twoModels(home)
        let words = (0..<600).map { "word\($0)" }.joined(separator: " ")
        let body = #"{"model":"one","messages":[{"role":"user","content":"\#(words)"}],"max_tokens":1,"stream":true}"#
        // Many, for a small model has read one prompt before its client can leave.
        try await askManyAndLeave(service, body, count: 48)
        let stopped = try await waitUntilIdle(service, "one")
        #expect(stopped.counter("cancelled") > 0)
        #expect(stopped.counter("completionTokens") < 48)
    }

    /// Sends requests and leaves as soon as the engine has its hands full. On one thread: other tests keep the pool busy.
    private func askManyAndLeave(_ service: ServiceSocket, _ body: String, count: Int) async throws {
        try await onThread {
            let connections = try (0..<count).map { _ in try service.openChatBlocking(body) }
            for _ in 0..<2000 {
                // Some are at work and some in line.
                let loaded = try service.getBlocking("/foundry/loaded").text
                if loaded.components(separatedBy: #""queued":0"#).count < 3 { break }
            }
            for connection in connections { connection.close() }
        }
    }

    /// Waits for the cancellation, then sees that no token is written any more.
    private func expectStopped(_ service: ServiceSocket, _ alias: String, requests: Int) async throws {
        let stopped = try await waitUntilIdle(service, alias)
        #expect(stopped.counter("cancelled") > 0)
        #expect(stopped.counter("completionTokens") < requests * 1900)
        try await Task.sleep(for: .milliseconds(100))
        #expect(try await engine(service, alias).counter("completionTokens") == stopped.counter("completionTokens"))
    }

    private func waitUntilIdle(_ service: ServiceSocket, _ alias: String) async throws -> Engine {
        for _ in 0..<500 {
            let state = try await engine(service, alias)
            if state.counter("active") == 0, state.counter("queued") == 0 { return state }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw Timeout(what: "the engine is still at work")
    }

    @Test func unloadEndsTheProcess() async throws {
        let home = try FoundryHome()
        let service = try await twoModels(home)
        let one = try await engine(service, "one")
        #expect(try await service.get("/openai/unload/one?force=true").status == 200)
        #expect(kill(one.pid, 0) == -1)
        #expect(try await service.get("/openai/loadedmodels").text.contains("one") == false)
    }

    @Test func enginesEndWithTheirService() async throws {
        let home = try FoundryHome()
        let service = try await twoModels(home)
        let pids = [try await engine(service, "one").pid, try await engine(service, "two").pid]
        kill(try home.servicePID(), SIGKILL)
        for pid in pids {
            var isGone = false
            for _ in 0..<500 where !isGone {
                isGone = kill(pid, 0) == -1
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(isGone, "engine \(pid) outlives its service")
        }
    }
}

struct Timeout: Error {
    let what: String
}
