import ArgumentParser
import Foundation
import FoundryCore
import ServiceHost

/// `foundry service diag`: where everything is, and the log's end.
struct ServiceDiagnosis: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "diag", abstract: "Show where everything is, and the end of the log")

    func run(in context: CommandContext) async throws {
        let service = try context.service.running()
        try context.output.write(Self.places(service, context.directories))
        let file = context.directories.serviceLog
        let lines = try? await DedicatedThread.run(named: "command") {
            var tail = LogTail(file: file)
            return try tail.last(20)
        }
        guard let lines else { return try context.output.line("There is no log yet.") }
        try context.output.write("\n" + SafeText.withoutControls(lines))
    }

    /// Names and values.
    static func places(_ service: ServiceDescription?, _ directories: FoundryDirectories) -> String {
        NamedLines([
            ("State", service == nil ? "Stopped" : "Ready"), ("PID", service.map { String($0.pid) } ?? "-"),
            ("Address", service?.endpoints.joined(separator: ", ") ?? "-"), ("Socket", service?.socket ?? "-"),
            ("Home", directories.home.path),
            ("Models", directories.models.path), ("Runtimes", directories.runtimes.path),
            ("Log", service?.logFile ?? directories.serviceLog.path),
        ]).text
    }
}
