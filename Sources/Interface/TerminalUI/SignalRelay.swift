import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Calls closures when a signal comes, on a thread where anything is allowed.
///
/// The handler itself may do next to nothing, so it writes a byte to a pipe that a thread of the relay reads. The handler stands only
/// while somebody listens; then the disposition found before comes back. The thread and its pipe stay for the next listener.
final class SignalRelay: Sendable {
    /// Ctrl-C.
    static let interrupt = SignalRelay(SIGINT, interruptPipe)
    /// The terminal has a new size.
    static let windowChange = SignalRelay(SIGWINCH, windowChangePipe)

    private struct Listeners {
        var closures: [UInt64: @Sendable () -> Void] = [:]
        var nextKey: UInt64 = 0
        var previous: sigaction?
        var hasThread = false
    }

    private let signal: Int32
    private let handler: @convention(c) (Int32) -> Void
    private let pipeEnd: @Sendable (Int32) -> Void
    private let listeners = Mutex(Listeners())

    private init(_ signal: Int32, _ wiring: SignalWiring) {
        self.signal = signal
        handler = wiring.handler
        pipeEnd = wiring.connect
    }

    /// Adds a closure; it is called until ``remove(_:)``, from one thread, in no fixed order among several.
    /// - Returns: What to give to ``remove(_:)``.
    func add(_ closure: @escaping @Sendable () -> Void) throws(TerminalError) -> UInt64 {
        try listeners.withLock { listeners throws(TerminalError) in
            if !listeners.hasThread {
                try startThread()
                listeners.hasThread = true
            }
            if listeners.closures.isEmpty { listeners.previous = try install() }
            listeners.nextKey += 1
            listeners.closures[listeners.nextKey] = closure
            return listeners.nextKey
        }
    }

    /// Takes a closure away. A call already under way on the relay's thread may still end after this.
    func remove(_ key: UInt64) {
        listeners.withLock { listeners in
            guard listeners.closures.removeValue(forKey: key) != nil, listeners.closures.isEmpty else { return }
            if var previous = listeners.previous { sigaction(signal, &previous, nil) }
            listeners.previous = nil
        }
    }

    private func install() throws(TerminalError) -> sigaction {
        var action = sigaction()
        #if canImport(Darwin)
        action.__sigaction_u.__sa_handler = handler
        #else
        action.__sigaction_handler.sa_handler = handler
        #endif
        action.sa_flags = SA_RESTART  // calls that wait elsewhere in the program go on
        var previous = sigaction()
        guard sigaction(signal, &action, &previous) == 0 else { throw .system("listen to signal \(signal)") }
        return previous
    }

    private func startThread() throws(TerminalError) {
        let pipe = try SelfPipe()
        pipeEnd(pipe.writeEnd)
        let thread = Thread { [self] in
            while pipe.waitAndDrain() {
                // Called without the lock, so that a closure may remove itself.
                for closure in listeners.withLock({ Array($0.closures.values) }) { closure() }
            }
        }
        thread.name = "signal \(signal)"
        thread.stackSize = 512 << 10
        thread.start()
    }
}
