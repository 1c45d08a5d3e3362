import Foundation
import Synchronization
import Testing

@testable import TerminalUI

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Serialized: the disposition of SIGINT is one for the whole process.
@Suite(.serialized) struct InterruptWatcherTests {
    @Test func anInterruptCallsTheClosureAndNotTheEnd() async throws {
        let (interrupts, continuation) = AsyncStream.makeStream(of: Void.self)
        let watcher = try InterruptWatcher { continuation.yield() }
        defer { watcher.cancel() }
        var seen = interrupts.makeAsyncIterator()
        for _ in 0..<3 {
            kill(getpid(), SIGINT)
            await seen.next()
        }
    }

    @Test func theDispositionFoundBeforeComesBack() throws {
        let before = Self.disposition()
        do {
            let watcher = try InterruptWatcher {}
            #expect(Self.disposition() != before)
            watcher.cancel()
            #expect(Self.disposition() == before)
            watcher.cancel()
        }
        _ = try InterruptWatcher {}
        #expect(Self.disposition() == before)
    }

    @Test func watchersMayOverlap() async throws {
        let before = Self.disposition()
        let (interrupts, continuation) = AsyncStream.makeStream(of: Void.self)
        let first = try InterruptWatcher {}
        let second = try InterruptWatcher { continuation.yield() }
        first.cancel()
        #expect(Self.disposition() != before)
        kill(getpid(), SIGINT)
        var seen = interrupts.makeAsyncIterator()
        await seen.next()
        second.cancel()
        #expect(Self.disposition() == before)
    }

    @Test func theClosureMayEndItsOwnWatch() async throws {
        let before = Self.disposition()
        let (interrupts, continuation) = AsyncStream.makeStream(of: Void.self)
        let holder = Mutex<InterruptWatcher?>(nil)
        let watcher = try InterruptWatcher {
            holder.withLock { $0 }?.cancel()
            continuation.yield()
        }
        holder.withLock { $0 = watcher }
        kill(getpid(), SIGINT)
        var seen = interrupts.makeAsyncIterator()
        await seen.next()
        #expect(Self.disposition() == before)
    }

    /// The handler's address, 0 for the default.
    private static func disposition() -> Int {
        var action = sigaction()
        sigaction(SIGINT, nil, &action)
        #if canImport(Darwin)
        return unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self)
        #else
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        #endif
    }
}
