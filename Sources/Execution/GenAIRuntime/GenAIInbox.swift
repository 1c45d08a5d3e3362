import Dispatch
import FoundryCore
import Inference
import Synchronization

/// What the callers of an engine leave for its thread, and the counters it shows them.
final class GenAIInbox: Sendable {
    /// A wish to know the length of a prompt.
    struct Count: Sendable {
        let messages: [ChatMessage]
        let reply: @Sendable (Result<Int, any Error>) -> Void
    }

    /// What is new since the thread looked last.
    struct News {
        var submissions: [GenAIEngine.Submission] = []
        var counts: [Count] = []
        var isStopping = false
    }

    private struct State {
        var news = News()
        var counters = EngineCounters()
        var active: [GenAIGenerator.Terminator] = []
        var isClosed = false
        var onClose: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())
    private let isAwake = Atomic(false)
    private let semaphore = DispatchSemaphore(value: 0)
    private static let closed = FoundryError(.invalidState, "The model was unloaded.")

    private static let overloaded = FoundryError(
        .overloaded, "\(GenAIEngine.maximumQueued) requests wait for this model already. Try again in a moment.")

    var counters: EngineCounters { state.withLock(\.counters) }
    var isClosed: Bool { state.withLock(\.isClosed) }

    func submit(_ submission: GenAIEngine.Submission) {
        let refusal = state.withLock { state -> FoundryError? in
            if state.isClosed || state.news.isStopping { return Self.closed }
            if state.counters.queued >= GenAIEngine.maximumQueued { return Self.overloaded }
            state.news.submissions.append(submission)
            state.counters.queued += 1
            return nil
        }
        if let refusal { submission.channel.finish(throwing: refusal) } else { wake() }
    }

    func submit(_ count: Count) {
        let isClosed = state.withLock { state in
            if state.isClosed || state.news.isStopping { return true }
            state.news.counts.append(count)
            return false
        }
        if isClosed { count.reply(.failure(Self.closed)) } else { wake() }
    }

    /// Asks the thread to end; `onClose` is called when it has.
    func stop(_ onClose: @escaping @Sendable () -> Void) {
        let (isClosed, active) = state.withLock { state in
            state.news.isStopping = true
            if !state.isClosed { state.onClose.append(onClose) }
            return (state.isClosed, state.active)
        }
        if isClosed { return onClose() }
        // A long prompt is not waited for.
        for terminator in active { terminator.terminate() }
        wake()
    }

    /// Whether the thread was asked to end.
    var isStopping: Bool { state.withLock(\.news.isStopping) }

    /// Says whose native calls are to be ended when the thread is asked to end.
    func setActive(_ active: [GenAIGenerator.Terminator]) { state.withLock { $0.active = active } }

    /// Lets the thread look again, once however often it is called meanwhile.
    func wake() {
        if !isAwake.exchange(true, ordering: .acquiringAndReleasing) { semaphore.signal() }
    }

    /// Blocks the engine's thread until there may be something to do.
    func wait() { semaphore.wait() }

    /// Takes what is new.
    func take() -> News {
        isAwake.store(false, ordering: .releasing)
        return state.withLock { state in
            defer { state.news = News(isStopping: state.news.isStopping) }
            return state.news
        }
    }

    /// Changes the counters.
    func count(_ change: (inout EngineCounters) -> Void) { state.withLock { change(&$0.counters) } }

    /// The thread has ended: whoever still waits is told.
    func close() {
        let (news, waiting) = state.withLock { state in
            defer { state = State(counters: state.counters, isClosed: true) }
            return (state.news, state.onClose)
        }
        for submission in news.submissions { submission.channel.finish(throwing: Self.closed) }
        for count in news.counts { count.reply(.failure(Self.closed)) }
        for action in waiting { action() }
    }
}
