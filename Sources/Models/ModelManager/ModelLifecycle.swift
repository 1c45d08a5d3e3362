/// The life of one model in memory, from the start of its load until its memory is back. A value: events in, actions out.
///
/// ```
/// loading ──loaded──► ready(sessions) ──idle, forced unload, failure──► ending ──ended──► gone
///    │                                                                     ▲               ▲
///    ├──forced unload──────────────────────────────────────────────────────┘               │
///    └──load failed────────────────────────────────────────────────────────────────────────┘
/// ```
struct ModelLifecycle: Sendable, Equatable {
    /// Where it stands.
    enum Phase: Sendable, Equatable {
        /// The engine is being made.
        case loading
        /// The engine answers; so many sessions hold it.
        case ready(sessions: Int)
        /// The engine is being shut down, or the load is being given up.
        case ending
        /// Nothing is left in memory.
        case gone
    }

    /// What happens.
    enum Event: Sendable, Equatable {
        /// Somebody asks for the model; a time to live where he names one.
        case wanted(timeToLive: Duration?)
        /// The load gave an engine.
        case loaded
        /// The load gave none.
        case loadFailed
        /// A session begins to use the engine.
        case sessionOpened
        /// A session uses it no more.
        case sessionClosed
        /// A timer fired; an outdated one is ignored.
        case idle(timer: Int)
        /// Somebody wants it out of memory.
        case unload(force: Bool)
        /// The engine turned out to be dead.
        case engineFailed
        /// The shutdown is done.
        case ended
    }

    /// What is to be done.
    enum Action: Sendable, Equatable {
        /// Give up the load.
        case cancelLoad
        /// Send ``Event/idle(timer:)`` after this time, and forget the timer before.
        case startTimer(Duration, timer: Int)
        /// Forget the timer.
        case stopTimer
        /// Shut the engine down, then send ``Event/ended``.
        case shutDown
    }

    /// The longest time to live that is told from "for ever".
    static let longestTimeToLive = Duration.seconds(10 * 365 * 86400)

    /// Where it stands.
    private(set) var phase = Phase.loading
    /// How long it stays after its last use; nil for ever.
    private(set) var timeToLive: Duration?
    private var timer = 0

    /// A model whose load begins.
    /// - Parameter timeToLive: How long it stays after its last use; nil, or nothing over zero, for ever.
    init(timeToLive: Duration?) { self.timeToLive = Self.effective(timeToLive) }

    /// Takes an event. One that does not fit the phase changes nothing: it is a late one.
    mutating func handle(_ event: Event) -> [Action] {
        switch (phase, event) {
        case (.loading, .wanted(let timeToLive?)):
            self.timeToLive = Self.effective(timeToLive)
            return []
        case (.loading, .loaded):
            phase = .ready(sessions: 0)
            return startTimer()
        case (.loading, .loadFailed), (.ending, .loadFailed), (.ending, .ended):
            phase = .gone
            return []
        case (.loading, .unload(force: true)):
            phase = .ending
            return [.cancelLoad]
        case (.ending, .loaded):
            // The load was given up too late.
            return [.shutDown]
        case (.ready(let sessions), .wanted(let timeToLive)):
            if let timeToLive { self.timeToLive = Self.effective(timeToLive) }
            return sessions == 0 ? startTimer() : []
        case (.ready(let sessions), .sessionOpened):
            phase = .ready(sessions: sessions + 1)
            timer += 1
            return sessions == 0 ? [.stopTimer] : []
        case (.ready(let sessions), .sessionClosed) where sessions > 0:
            phase = .ready(sessions: sessions - 1)
            return sessions == 1 ? startTimer() : []
        case (.ready(sessions: 0), .idle(let timer)) where timer == self.timer: return end()
        case (.ready, .unload(force: true)), (.ready, .engineFailed): return end()
        default: return []
        }
    }

    private mutating func startTimer() -> [Action] {
        timer += 1
        guard let timeToLive else { return [.stopTimer] }
        return [.startTimer(timeToLive, timer: timer)]
    }

    private mutating func end() -> [Action] {
        phase = .ending
        timer += 1
        return [.stopTimer, .shutDown]
    }

    private static func effective(_ timeToLive: Duration?) -> Duration? {
        guard let timeToLive, timeToLive > .zero, timeToLive <= longestTimeToLive else { return nil }
        return timeToLive
    }
}
