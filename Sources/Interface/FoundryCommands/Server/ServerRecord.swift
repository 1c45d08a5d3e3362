import Foundation
import ServiceHost

/// The state of the server as `-o json` prints it; `running` and `webUrls` are the keys of Foundry Local 0.10.
struct ServerRecord: Encodable, Sendable {
    let running: Bool
    let state: String
    let webUrls: [String]
    let pid: Int32?
    let socket: String?
    let version: String?
    let startedAt: Date?
    let modelDirectory: String?
    let logFile: String?

    /// - Parameter service: The service, nil where it does not run.
    init(_ service: ServiceDescription?) {
        running = service != nil
        state = service == nil ? "Stopped" : "Ready"
        webUrls = service?.endpoints ?? []
        pid = service?.pid
        socket = service?.socket
        version = service?.version
        startedAt = service?.startedAt
        modelDirectory = service?.modelDirectory
        logFile = service?.logFile
    }
}
