import Foundation
import ServiceHost

/// The sentences of Foundry Local 0.10 about the server.
enum ServerText {
    static let starting = "■ Starting Foundry Local server"
    static let stopping = "■ Stopping Foundry Local server"
    static let stopped = "● success: Server stopped"
    static let notRunning = "● Server is not running"

    /// After a start.
    static func ready(_ service: ServiceDescription) -> String { "● success: Server ready (\(service.endpoints.first ?? service.socket))" }

    /// The answer of `server status`.
    /// - Parameters:
    ///   - service: The service, nil where it does not run.
    ///   - now: The time, for the uptime.
    static func status(_ service: ServiceDescription?, now: Date) -> String {
        guard let service else { return NamedLines([("State", "Stopped"), ("Hint", "foundry server start")]).text }
        return NamedLines([
            ("State", "Ready"), ("PID", String(service.pid)), ("Started", started(service.startedAt)),
            ("Uptime", uptime(now.timeIntervalSince(service.startedAt))), ("Web URLs", service.endpoints.joined(separator: ", ")),
            ("Logs", service.logFile),
        ]).text
    }

    /// A time as `2026-07-27 05:17:06Z`.
    static func started(_ date: Date) -> String {
        date.formatted(
            .iso8601.year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: false).timeZone(separator: .omitted))
    }

    /// A span as `48m 44s`; units that lead with zero are left out.
    static func uptime(_ seconds: TimeInterval) -> String {
        let total = Int(max(0, min(seconds, 1e12)))
        let parts = [(total / 86400, "d"), (total / 3600 % 24, "h"), (total / 60 % 60, "m"), (total % 60, "s")]
        let shown = parts.drop { $0.0 == 0 }
        return shown.isEmpty ? "0s" : shown.map { "\($0.0)\($0.1)" }.joined(separator: " ")
    }
}
