import Foundation
import FoundryCore
import LocalServer
import ServiceLifecycle

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The servers of all addresses, which begin and end together: a group would end one after another, and the others would go
/// on taking connections meanwhile.
struct Servers: Service {
    let servers: [any Service]
    let information: ServiceInformation
    /// Called once, when no new work is welcome any more.
    let onDraining: @Sendable () -> Void

    func run() async throws {
        let failure = await withGracefulShutdownHandler {
            await withTaskGroup(of: (any Error)?.self) { group in
                for server in servers {
                    group.addTask {
                        do {
                            try await server.run()
                            return nil
                        } catch {
                            // The others are asked to end and not cancelled: a server that is cancelled while it binds never ends.
                            ProcessEnding.request()
                            return error
                        }
                    }
                }
                return await group.reduce(nil) { $0 ?? $1 }
            }
        } onGracefulShutdown: {
            let wasReady = information.readiness == .ready
            information.readiness = .draining
            onDraining()
            // One that never was ready has nothing to drain, and may try again at another port.
            if wasReady { EndingBound.begin() }
        }
        if let failure { throw failure }
    }
}

/// Asks this process to end as anybody else would, through the one way that leads there.
enum ProcessEnding {
    static func request() { kill(ProcessInfo.processInfo.processIdentifier, SIGTERM) }
}

/// The last resort where something does not end: the process does, a moment after its time to drain is over.
enum EndingBound {
    /// How long everything but the drain may take: unloading, closing, and what was cancelled.
    static let grace = Duration.seconds(3)

    static func begin() {
        DedicatedThread.start(named: "ending-bound") {
            Thread.sleep(forTimeInterval: (ServiceProcess.drainLimit + grace) / .seconds(1))
            let words = Array("Something did not end in time; the process ends without it.\n".utf8)
            _ = write(2, words, words.count)
            // Engines end by themselves when their sockets close.
            _exit(1)
        }
    }
}
