import Synchronization

/// One client's connection: its work runs in a task of its own, which ends when the client leaves while somebody cares.
///
/// A client that leaves is seen as the end of its stream. That end alone cancels nothing, since a client may close its
/// sending side and still wait for a short answer; work that is costly watches for it.
final class ClientConnection: Sendable {
    /// The connection whose request the current task answers; nil where requests come from no socket.
    @TaskLocal static var current: ClientConnection?

    private struct State {
        var hasLeft = false
        var watches = 0
        var cancel: (@Sendable () -> Void)?

        var cancelWhereUnwanted: (@Sendable () -> Void)? { hasLeft && watches > 0 ? cancel : nil }
    }

    private let state = Mutex(State())

    /// Runs the connection's work until it ends by itself or is cancelled.
    func run(_ work: @escaping @Sendable () async -> Void) async {
        let task = Task { await Self.$current.withValue(self, operation: work) }
        change { $0.cancel = { task.cancel() } }
        await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        change { $0.cancel = nil }
    }

    /// Whether the work can be cancelled yet.
    var isRunning: Bool { state.withLock { $0.cancel != nil } }

    /// The client sends nothing more: it left, or closed its sending side.
    func clientLeft() { change { $0.hasLeft = true } }

    /// While the watch lives, the connection's work is cancelled when the client leaves, at once where it has left already.
    func watch() -> DepartureWatch {
        change { $0.watches += 1 }
        return DepartureWatch(connection: self)
    }

    fileprivate func endWatch() { change { $0.watches -= 1 } }

    /// Changes the state, then cancels outside the lock: cancellation runs other people's code.
    private func change(_ body: (inout sending State) -> Void) {
        let cancel = state.withLock { state in
            body(&state)
            return state.cancelWhereUnwanted
        }
        cancel?()
    }
}

/// Somebody's interest in a client's presence; it ends with the value.
final class DepartureWatch: Sendable {
    private let connection: ClientConnection

    fileprivate init(connection: ClientConnection) { self.connection = connection }

    deinit { connection.endWatch() }
}
