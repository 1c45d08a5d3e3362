import Testing

@testable import ModelManager

@Suite struct ModelLifecycleTests {
    typealias Step = (ModelLifecycle.Event, [ModelLifecycle.Action])

    /// Plays events and checks what is to be done after each.
    private func play(timeToLive: Duration? = .seconds(60), _ steps: [Step], ends phase: ModelLifecycle.Phase) {
        var lifecycle = ModelLifecycle(timeToLive: timeToLive)
        for (index, (event, actions)) in steps.enumerated() {
            #expect(lifecycle.handle(event) == actions, "step \(index): \(event)")
        }
        #expect(lifecycle.phase == phase)
    }

    @Test func anIdleModelIsShutDown() {
        play(
            [
                (.loaded, [.startTimer(.seconds(60), timer: 1)]), (.idle(timer: 1), [.stopTimer, .shutDown]), (.ended, []),
            ], ends: .gone)
    }

    @Test func aSessionStopsTheTimerAndItsEndStartsAnother() {
        play(
            [
                (.loaded, [.startTimer(.seconds(60), timer: 1)]), (.sessionOpened, [.stopTimer]), (.sessionOpened, []),
                (.idle(timer: 1), []),
                (.sessionClosed, []), (.idle(timer: 2), []), (.sessionClosed, [.startTimer(.seconds(60), timer: 4)]), (.idle(timer: 3), []),
                (.idle(timer: 4), [.stopTimer, .shutDown]),
            ], ends: .ending)
    }

    @Test(arguments: [nil, .zero, .seconds(-5), .seconds(Int64.max)] as [Duration?])
    func withoutATimeToLiveItStays(timeToLive: Duration?) {
        play(
            timeToLive: timeToLive, [(.loaded, [.stopTimer]), (.sessionOpened, [.stopTimer]), (.sessionClosed, [.stopTimer])],
            ends: .ready(sessions: 0))
    }

    @Test func theLastTimeToLiveCounts() {
        play(
            [
                (.wanted(timeToLive: .seconds(5)), []), (.wanted(timeToLive: nil), []), (.loaded, [.startTimer(.seconds(5), timer: 1)]),
                (.wanted(timeToLive: .seconds(7)), [.startTimer(.seconds(7), timer: 2)]),
                (.wanted(timeToLive: nil), [.startTimer(.seconds(7), timer: 3)]), (.wanted(timeToLive: .zero), [.stopTimer]),
            ], ends: .ready(sessions: 0))
    }

    @Test func unloadWithoutForceKeepsWhatIsLoadingOrLoaded() {
        play(
            [
                (.unload(force: false), []), (.loaded, [.startTimer(.seconds(60), timer: 1)]), (.unload(force: false), []),
                (.sessionOpened, [.stopTimer]), (.unload(force: false), []),
            ], ends: .ready(sessions: 1))
    }

    @Test func forceEndsALoadedModelInUse() {
        play(
            timeToLive: nil,
            [
                (.loaded, [.stopTimer]), (.sessionOpened, [.stopTimer]), (.unload(force: true), [.stopTimer, .shutDown]),
                (.unload(force: true), []), (.sessionClosed, []), (.ended, []),
            ], ends: .gone)
    }

    @Test(arguments: [([(.loadFailed, [])], .gone), ([(.loaded, [.shutDown]), (.ended, [])], .gone)] as [([Step], ModelLifecycle.Phase)])
    func forceEndsALoadHoweverItComesOut(rest: [Step], phase: ModelLifecycle.Phase) {
        play([(.unload(force: true), [.cancelLoad])] + rest, ends: phase)
    }

    @Test func aFailedLoadIsGone() { play([(.loadFailed, []), (.wanted(timeToLive: nil), []), (.loaded, [])], ends: .gone) }

    @Test func aDeadEngineIsShutDownThoughInUse() {
        play(
            timeToLive: nil, [(.loaded, [.stopTimer]), (.sessionOpened, [.stopTimer]), (.engineFailed, [.stopTimer, .shutDown])],
            ends: .ending)
    }

    @Test(arguments: 0..<300)
    func inAnyOrderOfEventsAnEngineIsShutDownOnce(round: Int) {
        var lifecycle = ModelLifecycle(timeToLive: .seconds(1))
        // What the manager owes: a load that ends once, a timer at most, a shutdown that is told.
        var isLoading = true
        var hasEngine = false
        var timer: Int?
        var shutdowns = 0
        func play(_ event: ModelLifecycle.Event) {
            for action in lifecycle.handle(event) {
                switch action {
                case .cancelLoad: #expect(isLoading)
                case .startTimer(_, let number): timer = number
                case .stopTimer: timer = nil
                case .shutDown: shutdowns += 1
                }
            }
        }
        for _ in 0..<30 {
            switch Int.random(in: 0..<8) {
            case 0 where isLoading:
                (isLoading, hasEngine) = (false, true)
                play(.loaded)
            case 1 where isLoading:
                isLoading = false
                play(.loadFailed)
            case 2: play(.sessionOpened)
            case 3: play(.sessionClosed)
            case 4: play(.unload(force: Int.random(in: 0..<4) == 0))
            case 5: if Int.random(in: 0..<4) == 0 { play(.engineFailed) }
            case 6: if let number = timer { play(.idle(timer: number)) }
            default: play(.wanted(timeToLive: nil))
            }
            if case .ready(let sessions) = lifecycle.phase {
                #expect((timer != nil) == (sessions == 0))
            } else {
                #expect(timer == nil)
            }
        }
        play(.unload(force: true))
        if isLoading { play(.loadFailed) }
        #expect(shutdowns == (hasEngine ? 1 : 0))
        if shutdowns == 1 { play(.ended) }
        #expect(lifecycle.phase == .gone)
    }
}
