import Foundation
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
            information.readiness = .draining
        }
        if let failure { throw failure }
    }
}

/// Asks this process to end as anybody else would, through the one way that leads there.
enum ProcessEnding {
    static func request() { kill(ProcessInfo.processInfo.processIdentifier, SIGTERM) }
}
