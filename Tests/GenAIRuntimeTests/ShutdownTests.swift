import FoundryCore
import GenAIRuntime
import Inference
import Synchronization
import Testing

@Suite("An engine that is shut down", .timeLimit(.minutes(2)))
struct ShutdownTests {
    @Test("fails the answers it was writing and those in line, and lets go of everything")
    func running() async throws {
        let model = try FakeModel("\(emit("x"))\nloop")
        let engine = try await model.load()
        let streams = (0..<GenAIEngine.maximumActive + 3).map { _ in engine.generate(request("hi")) }
        try await eventually("all have begun or wait") {
            let counters = await engine.counters()
            return counters.active == GenAIEngine.maximumActive && counters.queued == 3
        }
        await engine.shutdown()
        #expect(model.counts.liveObjects == 0)
        #expect(model.counts.wrongThreadCalls == 0)
        for stream in streams {
            let answer = await Answer(stream)
            #expect(answer.error?.code == .invalidState)
            #expect(answer.completion == nil)
        }
        let counters = await engine.counters()
        #expect(counters.active == 0 && counters.queued == 0)
    }

    @Test("refuses new work and says why")
    func afterwards() async throws {
        let engine = try await FakeModel().load()
        #expect(engine.failure == nil)
        await engine.shutdown()
        #expect(engine.failure is FoundryError)
        #expect(await engine.answer(request("hi")).error?.code == .invalidState)
        await #expect(throws: FoundryError.self) { try await engine.countTokens([ChatMessage(role: .user, content: "hi")]) }
    }

    @Test("returns to everybody who waits for it, more than once")
    func twice() async throws {
        let model = try FakeModel("\(emit("x"))\nloop")
        let engine = try await model.load()
        let stream = engine.generate(request("hi"))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<5 { group.addTask { await engine.shutdown() } }
        }
        await engine.shutdown()
        #expect(model.counts.liveObjects == 0)
        withExtendedLifetime(stream) {}
    }

    @Test("does not wait for a prompt to be read to its end")
    func prefill() async throws {
        let model = try FakeModel("block_append")
        let engine = try await model.load()
        let reader = Task { await engine.answer(request("hi")) }
        try await eventually("the prompt is being read") { model.counts.blockedCalls == 1 }
        let isDown = Mutex(false)
        async let down: Void = {
            await engine.shutdown()
            isDown.withLock { $0 = true }
        }()
        for _ in 0..<2000 where !isDown.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
        #expect(isDown.withLock { $0 }, "shutdown waits for a call that only ends when its generator is terminated")
        reader.cancel()
        await down
        #expect(model.counts.liveObjects == 0)
    }

    @Test("lets go of everything when it is dropped instead")
    func dropped() async throws {
        let model = try FakeModel()
        do {
            let engine = try await model.load()
            #expect(await engine.answer(request("hi")).text == "hi")
        }
        try await eventually("everything is gone") { model.counts.liveObjects == 0 }
        #expect(model.counts.wrongThreadCalls == 0)
    }

    @Test("can be loaded again")
    func again() async throws {
        let model = try FakeModel()
        for round in 0..<5 {
            try await model.withEngine { engine in #expect(await engine.answer(request("round \(round)")).text == "round \(round)") }
        }
    }
}
