import Foundation
import FoundryCore
import Inference
import ModelCache
import Testing

@testable import ModelManager

@Suite(.timeLimit(.minutes(1))) struct ModelManagerTests {
    @Test(arguments: ["phi:2", "PHI:2", "phi"])
    func aModelIsLoadedByAnyOfItsNames(name: String) async throws {
        let workshop = try Workshop()
        let model = try await workshop.manager.load(name)
        #expect(model.model.id.description == "phi:2")
        #expect(model.facts.processID == 1)
        #expect(model.activeSessions == 0)
        #expect(await workshop.loaded() == ["phi:2"])
    }

    @Test func anUnknownNameIsNotFound() async throws {
        let workshop = try Workshop()
        let error = await #expect(throws: FoundryError.self) { try await workshop.manager.session("gemma") }
        #expect(error?.code == .notFound)
        #expect(workshop.started == 0)
    }

    @Test func manyWhoAskShareOneLoad() async throws {
        let workshop = try Workshop()
        workshop.hold(true)
        let sessions = (0..<50).map { index in
            Task { try await workshop.manager.session(["phi", "phi:2", "Phi:2"][index % 3]) }
        }
        await workshop.until { workshop.started == 1 }
        workshop.hold(false)
        var open: [ModelSession] = []
        for session in sessions { open.append(try await session.value) }
        #expect(workshop.started == 1)
        #expect(Set(open.map { ObjectIdentifier($0.engine as! FakeEngine) }).count == 1)
        #expect(await workshop.manager.loaded().first?.activeSessions == 50)
    }

    @Test func loadingAgainFindsItLoaded() async throws {
        let workshop = try Workshop()
        _ = try await workshop.manager.load("phi")
        _ = try await workshop.manager.load("phi:2")
        #expect(workshop.started == 1)
    }

    @Test func aFailedLoadIsToldToAllAndNotRemembered() async throws {
        let workshop = try Workshop()
        workshop.hold(true)
        workshop.next(FoundryError(.corrupt, "broken"))
        let first = Task { try await workshop.manager.load("qwen") }
        let second = Task { try await workshop.manager.session("qwen") }
        await workshop.until { await workshop.manager.waiting(for: "qwen:7") == 2 }
        workshop.hold(false)
        await #expect(throws: FoundryError.self) { try await first.value }
        let error = await #expect(throws: FoundryError.self) { try await second.value }
        #expect(error?.message == "broken")
        #expect(workshop.started == 1)
        #expect(await workshop.loaded() == [])
        #expect(try await workshop.manager.load("qwen").facts.processID == 2)
    }

    @Test func oneWhoGivesUpEndsNobodyElsesLoad() async throws {
        let workshop = try Workshop()
        workshop.hold(true)
        let impatient = Task { try await workshop.manager.session("phi") }
        let patient = Task { try await workshop.manager.session("phi") }
        await workshop.until { await workshop.manager.waiting(for: "phi:2") == 2 }
        impatient.cancel()
        await #expect(throws: CancellationError.self) { try await impatient.value }
        workshop.hold(false)
        let session = try await patient.value
        #expect(session.model.id.description == "phi:2")
        #expect(workshop.cancelled == 0)
    }

    @Test func aSessionKeepsTheModelAndItsEndStartsTheTime() async throws {
        let workshop = try Workshop(idleTimeout: .seconds(60))
        var session: ModelSession? = try await workshop.manager.session("phi")
        #expect(await workshop.manager.loaded().first?.activeSessions == 1)
        #expect(await workshop.manager.loaded().first?.expiresAt == nil)
        await workshop.until { workshop.clock.sleepers == 0 }
        workshop.clock.advance(by: .seconds(1000))
        #expect(await workshop.loaded() == ["phi:2"])

        let start = Date()
        session = nil
        #expect(session == nil)
        await workshop.until { workshop.clock.sleepers == 1 }
        let expiry = try #require(await workshop.manager.loaded().first?.expiresAt)
        #expect(expiry >= start.addingTimeInterval(60) && expiry <= Date(timeIntervalSinceNow: 60))
        workshop.clock.advance(by: .seconds(59))
        #expect(await workshop.loaded() == ["phi:2"])
        workshop.clock.advance(by: .seconds(1))
        await workshop.until { workshop.engines[0].shutdowns == 1 }
        #expect(await workshop.loaded() == [])
        #expect(workshop.clock.sleepers == 0)
    }

    @Test func aTimeToLiveOfItsOwnReplacesTheDefault() async throws {
        let workshop = try Workshop(idleTimeout: .seconds(60))
        _ = try await workshop.manager.load("phi", timeToLive: .seconds(5))
        await workshop.until { workshop.clock.sleepers == 1 }
        workshop.clock.advance(by: .seconds(5))
        await workshop.until { workshop.engines[0].shutdowns == 1 }
        #expect(await workshop.loaded() == [])
    }

    @Test func withoutATimeToLiveNothingWakesUp() async throws {
        let workshop = try Workshop(idleTimeout: nil)
        _ = try await workshop.manager.session("phi")
        _ = try await workshop.manager.load("qwen", timeToLive: .zero)
        await workshop.until { await workshop.manager.loaded().allSatisfy { $0.activeSessions == 0 } }
        #expect(workshop.clock.sleepers == 0)
        #expect(await workshop.manager.loaded().allSatisfy { $0.expiresAt == nil })
    }

    @Test func unloadWithoutForceKeepsAModel() async throws {
        let workshop = try Workshop(idleTimeout: .seconds(60))
        _ = try await workshop.manager.load("phi")
        #expect(try await workshop.manager.unload("phi", force: false) == false)
        #expect(await workshop.loaded() == ["phi:2"])
    }

    @Test(arguments: ["qwen", "no-such-model", "not a name"], [true, false])
    func whatIsNotLoadedIsUnloaded(name: String, force: Bool) async throws {
        let workshop = try Workshop()
        _ = try await workshop.manager.load("phi")
        #expect(try await workshop.manager.unload(name, force: force))
        #expect(await workshop.loaded() == ["phi:2"])
    }

    @Test(arguments: ["phi", "phi:2", "PHI:2"])
    func forceUnloadsAModelInUseAndReturnsAfterItsShutdown(name: String) async throws {
        let workshop = try Workshop()
        let session = try await workshop.manager.session("phi")
        #expect(try await workshop.manager.unload(name, force: true))
        #expect(workshop.engines[0].shutdowns == 1)
        #expect(await workshop.loaded() == [])
        withExtendedLifetime(session) {}
    }

    @Test func aLoadedModelThatIsNoMoreOnDiskCanBeUnloaded() async throws {
        let workshop = try Workshop()
        let model = try await workshop.manager.load("qwen").model
        try FileManager.default.removeItem(at: model.directory)
        #expect(try await workshop.manager.unload("qwen", force: true))
        #expect(workshop.engines[0].shutdowns == 1)
    }

    @Test func anOldSessionsEndDoesNotTouchTheNextLoad() async throws {
        let workshop = try Workshop()
        var old: ModelSession? = try await workshop.manager.session("phi")
        _ = try await workshop.manager.unload("phi", force: true)
        let new = try await workshop.manager.session("phi")
        #expect((old?.engine as? FakeEngine)?.number == 1)
        old = nil
        for _ in 0..<100 { await Task.yield() }
        #expect(await workshop.manager.loaded().first?.activeSessions == 1)
        #expect((new.engine as? FakeEngine)?.number == 2)
    }

    @Test func forceGivesUpALoad() async throws {
        let workshop = try Workshop()
        workshop.hold(true)
        let load = Task { try await workshop.manager.load("phi") }
        await workshop.until { await workshop.manager.waiting(for: "phi:2") == 1 }
        #expect(try await workshop.manager.unload("phi", force: false) == false)
        #expect(try await workshop.manager.unload("phi", force: true))
        let error = await #expect(throws: FoundryError.self) { try await load.value }
        #expect(error?.code == .invalidState)
        #expect(workshop.cancelled == 1)
        #expect(await workshop.loaded() == [])
    }

    @Test func whoAsksWhileItEndsGetsANewOne() async throws {
        let workshop = try Workshop()
        _ = try await workshop.manager.load("phi")
        async let unloaded = workshop.manager.unload("phi", force: true)
        await workshop.until { await workshop.loaded().isEmpty }
        let session = try await workshop.manager.session("phi:2")
        #expect((session.engine as? FakeEngine)?.number == 2)
        #expect(workshop.engines[0].shutdowns == 1)
        #expect(try await unloaded)
    }

    @Test(arguments: ["phi", "phi:2"])
    func aDeadEngineIsReplaced(name: String) async throws {
        let workshop = try Workshop()
        let old = try await workshop.manager.session("phi")
        workshop.engines[0].die()
        let new = try await workshop.manager.session(name)
        #expect((new.engine as? FakeEngine)?.number == 2)
        #expect(workshop.engines[0].shutdowns == 1)
        #expect(await workshop.manager.loaded().first?.activeSessions == 1)
        withExtendedLifetime(old) {}
    }

    @Test func aDeadEngineIsNotListedAndCountsAsUnloaded() async throws {
        let workshop = try Workshop()
        _ = try await workshop.manager.load("phi")
        workshop.engines[0].die()
        #expect(await workshop.loaded() == [])
        #expect(try await workshop.manager.unload("phi", force: false))
        #expect(workshop.engines[0].shutdowns == 1)
    }

    @Test func anEngineThatDiesAtOnceIsNotTriedForEver() async throws {
        let workshop = try Workshop()
        workshop.makeDead()
        let error = await #expect(throws: FoundryError.self) { try await workshop.manager.session("phi") }
        #expect(error?.message == "engine 1 died")
        #expect(workshop.started == 1)
    }

    @Test func unloadAllEndsEverythingLoadedAndLoading() async throws {
        let workshop = try Workshop()
        let session = try await workshop.manager.session("phi:1")
        _ = try await workshop.manager.load("phi:2")
        workshop.hold(true)
        let load = Task { try await workshop.manager.load("qwen") }
        await workshop.until { await workshop.manager.waiting(for: "qwen:7") == 1 }
        await workshop.manager.unloadAll()
        #expect(workshop.engines.map(\.shutdowns) == [1, 1])
        await #expect(throws: FoundryError.self) { try await load.value }
        #expect(await workshop.loaded() == [])
        #expect(workshop.started == 3)
        withExtendedLifetime(session) {}
    }

    @Test func unloadIdleLeavesWhatIsUsedAndWhatIsKept() async throws {
        let workshop = try Workshop()
        let session = try await workshop.manager.session("phi:1")
        _ = try await workshop.manager.load("phi:2")
        let kept = try await workshop.manager.load("qwen")
        await workshop.manager.unloadIdle(except: kept.model.id)
        #expect(await workshop.loaded() == ["phi:1", "qwen:7"])
        withExtendedLifetime(session) {}
    }

    @Test func loadedModelsAreSortedById() async throws {
        let workshop = try Workshop()
        for name in ["qwen", "phi:2", "phi:1"] { _ = try await workshop.manager.load(name) }
        #expect(await workshop.loaded() == ["phi:1", "phi:2", "qwen:7"])
    }

    @Test func aManagerThatIsDroppedLeavesNoTimer() async throws {
        let clock: ManualClock
        do {
            let workshop = try Workshop(idleTimeout: .seconds(60))
            _ = try await workshop.manager.load("phi")
            clock = workshop.clock
            await workshop.until { clock.sleepers == 1 }
        }
        clock.advance(by: .seconds(60))
        #expect(clock.sleepers == 0)
    }
}
