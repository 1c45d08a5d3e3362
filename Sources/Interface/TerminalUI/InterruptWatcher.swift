/// Catches Ctrl-C (SIGINT) for as long as it lives, so that it stops the work at hand and not the program.
///
/// ```swift
/// let watcher = try InterruptWatcher { task.cancel() }
/// defer { watcher.cancel() }
/// ```
///
/// Programs started meanwhile do not inherit the handler. The disposition found before comes back when the last watcher ends.
public final class InterruptWatcher: Sendable {
    private let key: UInt64

    /// Begins to watch.
    /// - Parameter onInterrupt: Called for each SIGINT, on a thread of its own, so it may wait and take locks. Signals that come while
    ///   it runs count as one. A call under way may end after ``cancel()``.
    /// - Throws: ``TerminalError`` where the system has no pipe or thread to give.
    public init(onInterrupt: @escaping @Sendable () -> Void) throws(TerminalError) {
        key = try SignalRelay.interrupt.add(onInterrupt)
    }

    deinit { cancel() }

    /// Ends the watch now. Calling it again does nothing.
    public func cancel() { SignalRelay.interrupt.remove(key) }
}
