import FoundryCore
import GenAIRuntime
import Inference
import Testing

@Suite("Answers written at the same time", .timeLimit(.minutes(2)))
struct SchedulingTests {
    @Test("do not wait for a reader that is slow")
    func slowReader() async throws {
        let model = try FakeModel()
        let long = (0..<200).map { "\($0)," }.joined()
        let short = String(repeating: "short ", count: 50)
        try await model.withEngine { engine in
            let slow = engine.generate(request(long))
            // Its buffer is full when the engine has written some tokens and no more of them.
            try await eventually("the slow one fills its buffer") { model.counts.writtenTokens >= 65 }
            #expect(await engine.answer(request(short)).text == short)
            let written = model.counts.writtenTokens - short.utf8.count - 1
            #expect((65...66).contains(written))
            #expect(await engine.counters().active == 1)
            #expect(await Answer(slow).text == long)
        }
    }

    @Test("each get their own text", arguments: [8, 24])
    func many(_ count: Int) async throws {
        let model = try FakeModel()
        let texts = (0..<count).map { index in (0..<(20 + index * 13)).map { "\(index):\($0)" }.joined(separator: " ") }
        try await model.withEngine { engine in
            let answers = await withTaskGroup(of: (Int, Answer).self) { group in
                for (index, text) in texts.enumerated() { group.addTask { (index, await engine.answer(request(text, maxTokens: 4000))) } }
                return await group.reduce(into: [Int: Answer]()) { $0[$1.0] = $1.1 }
            }
            for (index, text) in texts.enumerated() {
                #expect(answers[index]?.text == text)
                #expect(answers[index]?.completion?.reason == .stop)
            }
            let counters = await engine.counters()
            #expect(
                counters
                    == EngineCounters(
                        completed: count, promptTokens: texts.reduce(0) { $0 + promptLength($1) },
                        completionTokens: texts.reduce(0) { $0 + $1.utf8.count + 1 }))
        }
    }

    @Test("are no more than the limit; the others wait in line")
    func queue() async throws {
        let model = try FakeModel()
        let texts = (0..<GenAIEngine.maximumActive + 4).map { String(repeating: "\($0) ", count: 100) }
        try await model.withEngine { engine in
            // Nobody reads, so those at work stay at work.
            let streams = texts.map { engine.generate(request($0)) }
            try await eventually("all have begun or wait") {
                let counters = await engine.counters()
                return counters.active == GenAIEngine.maximumActive && counters.queued == 4
            }
            for (stream, text) in zip(streams, texts) { #expect(await Answer(stream).text == text) }
            let counters = await engine.counters()
            #expect(counters.completed == texts.count && counters.active == 0 && counters.queued == 0)
        }
    }

    @Test("begin in the order in which they were asked for")
    func order() async throws {
        let model = try FakeModel("\(emit("x"))\nloop")
        try await model.withEngine { engine in
            var running = (0..<GenAIEngine.maximumActive).map { _ in engine.generate(request("first")) }
            try await eventually("all have begun") { await engine.counters().active == GenAIEngine.maximumActive }
            let waiting = ["second", "third", "fourth"].map { ($0, engine.generate(request($0))) }
            for (index, (name, _)) in waiting.enumerated() {
                running.removeLast()
                try await eventually("the next one begins") { await engine.counters().queued == waiting.count - index - 1 }
                try await eventually("it is the one that waited longest") { model.counts.lastPrompt.contains(name) }
            }
        }
    }

    @Test("leave a prompt's length to be counted meanwhile")
    func count() async throws {
        let model = try FakeModel("\(emit("x"))\nloop")
        try await model.withEngine { engine in
            let stream = engine.generate(request("hi"))
            let count = try await engine.countTokens([ChatMessage(role: .user, content: "abc")])
            #expect(count == promptLength("abc"))
            withExtendedLifetime(stream) {}
        }
    }

    @Test("are of different models on threads of their own")
    func engines() async throws {
        let models = try (0..<3).map { try FakeModel(emit("model \($0)")) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, model) in models.enumerated() {
                group.addTask {
                    try await model.withEngine { engine in
                        for _ in 0..<5 { #expect(await engine.answer(request("hi")).text == "model \(index)") }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
