import FoundryCore
import GenAIRuntime
import Inference
import Testing

@Suite("An answer nobody reads any more", .timeLimit(.minutes(2)))
struct CancellationTests {
    /// Answers without end.
    private static let endless = "\(emit("x"))\nloop"

    @Test("ends while its prompt is being read")
    func prefill() async throws {
        let model = try FakeModel("block_append")
        try await model.withEngine { engine in
            let before = model.counts.liveObjects
            let task = Task { await engine.answer(request("hi")) }
            try await eventually("the prompt is being read") { model.counts.blockedCalls == 1 }
            #expect(await engine.counters().active == 1)
            task.cancel()
            #expect(await task.value.error?.code == .cancelled)
            try await eventually("the request is over") { await engine.counters() == counters(engine, cancelled: 1) }
            try await eventually("its generator is gone") { model.counts.liveObjects == before }
        }
    }

    @Test("ends between two tokens")
    func decode() async throws {
        let model = try FakeModel(Self.endless)
        try await model.withEngine { engine in
            let before = model.counts.liveObjects
            let task = Task {
                var count = 0
                for try await _ in engine.generate(request("hi", maxTokens: 8000)) {
                    count += 1
                    if count == 3 { withUnsafeCurrentTask { $0?.cancel() } }
                }
                return count
            }
            await #expect(throws: CancellationError.self) { try await task.value }
            try await eventually("the request is over") { await engine.counters() == counters(engine, cancelled: 1) }
            try await eventually("its generator is gone") { model.counts.liveObjects == before }
            let written = model.counts.writtenTokens
            #expect(written < 8000)
            // The engine is idle: another answer adds its own tokens and no others.
            _ = await engine.answer(request("hi", maxTokens: 5))
            #expect(model.counts.writtenTokens == written + 5)
        }
    }

    @Test("ends when its stream is dropped, read in part or not at all", arguments: [0, 2])
    func dropped(_ read: Int) async throws {
        let model = try FakeModel(Self.endless)
        try await model.withEngine { engine in
            let before = model.counts.liveObjects
            do {
                var iterator = engine.generate(request("hi")).makeAsyncIterator()
                for _ in 0..<read { #expect(try await iterator.next() == .content("x")) }
            }
            try await eventually("the request is over") { await engine.counters() == counters(engine, cancelled: 1) }
            try await eventually("its generator is gone") { model.counts.liveObjects == before }
        }
    }

    @Test("ends while it waits in line")
    func queued() async throws {
        let model = try FakeModel(Self.endless)
        try await model.withEngine { engine in
            let running = (0..<GenAIEngine.maximumActive).map { _ in engine.generate(request("hi")) }
            let waiting = Task { await engine.answer(request("later")) }
            try await eventually("one waits") { await engine.counters().queued == 1 }
            waiting.cancel()
            try await eventually("none waits") {
                let counters = await engine.counters()
                return counters.queued == 0 && counters.cancelled == 1
            }
            #expect(model.counts.generators == GenAIEngine.maximumActive)
            withExtendedLifetime(running) {}
        }
    }

    @Test("makes room for the next in line")
    func makesRoom() async throws {
        let model = try FakeModel()
        let long = String(repeating: "x", count: 300)
        try await model.withEngine { engine in
            var running = (0..<GenAIEngine.maximumActive).map { _ in engine.generate(request(long)) }
            let next = engine.generate(request("next"))
            try await eventually("all have begun") { await engine.counters().active == GenAIEngine.maximumActive }
            running.removeLast()
            #expect(await Answer(next).text == "next")
        }
    }

    @Test("does not touch the answers of others")
    func others() async throws {
        let model = try FakeModel("block_append\nonly_for BOOM")
        try await model.withEngine { engine in
            let task = Task { await engine.answer(request("BOOM")) }
            try await eventually("the prompt is being read") { model.counts.blockedCalls == 1 }
            async let other = engine.answer(request("other"))
            try await eventually("the other waits") { await engine.counters().queued == 1 }
            task.cancel()
            #expect(await other.text == "other")
            #expect(await engine.counters().cancelled == 1)
        }
    }

    @Test("leaves nothing behind, however many give up at whatever point")
    func storm() async throws {
        let model = try FakeModel("prefill_delay_us 20\ntoken_delay_us 50")
        try await model.withEngine { engine in
            let before = model.counts.liveObjects
            await withTaskGroup(of: Void.self) { group in
                for index in 0..<60 {
                    group.addTask {
                        let task = Task { await engine.answer(request(String(repeating: "y", count: 100))) }
                        for _ in 0..<(index * 7) { await Task.yield() }
                        if index % 3 == 0 { try? await Task.sleep(for: .milliseconds(index)) }
                        task.cancel()
                        _ = await task.value
                    }
                }
            }
            try await eventually("all are over") {
                let counters = await engine.counters()
                return counters.completed + counters.cancelled == 60 && counters.active == 0 && counters.queued == 0
            }
            try await eventually("nothing is left") { model.counts.liveObjects == before }
            #expect(await engine.answer(request("still here")).text == "still here")
        }
    }

    /// The engine's counters with none at work and none in line, whatever the tokens.
    private func counters(_ engine: GenAIEngine, cancelled: Int) async -> EngineCounters {
        var counters = await engine.counters()
        (counters.active, counters.queued, counters.completed, counters.cancelled) = (0, 0, 0, cancelled)
        return counters
    }
}
