import Testing

@testable import LocalServer

struct ClientConnectionTests {
    /// Runs work in a connection and tells whether it was cancelled when the work was through.
    private func isCancelled(after work: @escaping @Sendable (ClientConnection) -> Void) async -> Bool {
        let connection = ClientConnection()
        let (results, continuation) = AsyncStream.makeStream(of: Bool.self)
        await connection.run {
            // The connection learns of its task after the task has begun.
            while !connection.isRunning { await Task.yield() }
            work(connection)
            continuation.yield(Task.isCancelled)
        }
        return await results.first { _ in true } ?? false
    }

    @Test func leavingWhileWatchedCancels() async {
        let isCancelled = await isCancelled { connection in
            let watch = connection.watch()
            connection.clientLeft()
            withExtendedLifetime(watch) {}
        }
        #expect(isCancelled)
    }

    @Test func watchingAfterTheClientLeftCancelsAtOnce() async {
        let isCancelled = await isCancelled { connection in
            connection.clientLeft()
            _ = connection.watch()
        }
        #expect(isCancelled)
    }

    @Test func leavingUnwatchedCancelsNothing() async {
        #expect(await !isCancelled { $0.clientLeft() })
    }

    @Test func aWatchThatEndedNoLongerCancels() async {
        let isCancelled = await isCancelled { connection in
            _ = connection.watch()
            connection.clientLeft()
        }
        #expect(!isCancelled)
    }

    @Test func leavingBeforeTheWorkBeganCancelsItWhenItIsWatched() async {
        let connection = ClientConnection()
        connection.clientLeft()
        let watch = connection.watch()
        // It returns only because the work is cancelled.
        await connection.run { while !Task.isCancelled { await Task.yield() } }
        withExtendedLifetime(watch) {}
    }

    @Test func theWorkKnowsItsConnection() async {
        let connection = ClientConnection()
        await connection.run { #expect(ClientConnection.current === connection) }
        #expect(ClientConnection.current == nil)
    }
}
