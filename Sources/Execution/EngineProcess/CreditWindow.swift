import Synchronization

/// How many content frames of one request may be on their way.
///
/// The engine's process takes from it before it sends; the service gives back as its reader reads. So a slow reader slows
/// its own request, nothing is dropped, and neither side keeps more than a window of text.
final class CreditWindow: Sendable {
    /// Content frames of one request that may be unread.
    static let size = 64
    /// How many are given back at once: half a window costs few frames and never lets a quick reader wait.
    static let batch = size / 2

    private struct State {
        var available = CreditWindow.size
        var isCancelled = false
        var waiter: CheckedContinuation<Void, any Error>?
    }

    private let state = Mutex(State())

    /// Takes the right to send one frame, waiting for it where none is left. One task at a time.
    /// - Throws: `CancellationError` where the task is cancelled.
    func take() async throws {
        if takeNow() { return }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enum Outcome { case taken, cancelled, wait }
                let outcome = state.withLock { state -> Outcome in
                    if state.isCancelled { return .cancelled }
                    if state.available > 0 {
                        state.available -= 1
                        return .taken
                    }
                    state.waiter = continuation
                    return .wait
                }
                switch outcome {
                case .taken: continuation.resume()
                case .cancelled: continuation.resume(throwing: CancellationError())
                case .wait: break
                }
            }
        } onCancel: {
            cancel()
        }
    }

    /// Adds rights to send, never more than a window in all, whatever the peer says.
    func add(_ count: Int) {
        guard count > 0 else { return }
        let waiter = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            state.available = min(state.available + min(count, Self.size), Self.size)
            guard let waiter = state.waiter else { return nil }
            state.waiter = nil
            state.available -= 1
            return waiter
        }
        waiter?.resume()
    }

    private func takeNow() -> Bool {
        state.withLock { state in
            guard state.available > 0, !state.isCancelled else { return false }
            state.available -= 1
            return true
        }
    }

    private func cancel() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            state.isCancelled = true
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(throwing: CancellationError())
    }
}

/// What the reading side has read and not yet given back.
final class CreditReturn: Sendable {
    private let unreturned = Mutex(0)

    /// Counts what was read.
    /// - Returns: How much to give back now, 0 until there is a batch.
    func consumed(_ count: Int) -> Int {
        unreturned.withLock { unreturned in
            unreturned += count
            guard unreturned >= CreditWindow.batch else { return 0 }
            defer { unreturned = 0 }
            return unreturned
        }
    }
}
