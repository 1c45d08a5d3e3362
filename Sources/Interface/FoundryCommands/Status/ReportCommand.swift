import APIContracts
import ArgumentParser
import Foundation
import FoundryCore
import ModelCache

/// `foundry report`: what a report of a defect should tell, in Markdown.
struct ReportCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Print a bug report, in Markdown",
        discussion: "It names paths of this machine; read it before you publish it. No conversation is in it.")

    func run(in context: CommandContext) async throws {
        let overview = try await Overview(context)
        try context.output.write(Report(overview: overview, system: ProcessInfo.processInfo.operatingSystemVersionString).text)
    }
}

/// The report's text.
struct Report {
    let overview: Overview
    let system: String

    /// Sections with lists.
    var text: String {
        [
            "# Foundry Local report", section("System", systemLines), section("Service", serviceLines), section("Models", modelLines),
            section("Warnings", overview.warnings.isEmpty ? ["none"] : overview.warnings),
        ].joined(separator: "\n\n") + "\n"
    }

    private var systemLines: [String] {
        var lines = ["Version: \(overview.version)", "System: \(system)"]
        if let hardware = overview.hardware { lines.append("Hardware: \(Overview.shown(hardware))") }
        lines.append("Runtime: \(overview.runtime.id ?? "missing")")
        return lines
    }

    private var serviceLines: [String] {
        let server = overview.server
        guard server.running else { return ["State: Stopped"] }
        return [
            "State: Ready", "Addresses: \(server.webUrls.joined(separator: ", "))", "Version: \(server.version ?? "-")",
            "Log: \(server.logFile ?? "-")",
        ]
    }

    private var modelLines: [String] {
        let loaded = overview.loaded.map { "Loaded: `\($0.id)`, \($0.modelType), \($0.runtime), \($0.activeSessions) in use" }
        let cached = overview.models.map { "`\($0.id)`, \($0.sizeBytes) bytes, \($0.origin.rawValue)" }
        return loaded + (cached.isEmpty ? ["none"] : cached)
    }

    private func section(_ title: String, _ lines: [String]) -> String {
        "## \(title)\n\n" + lines.map { "- \(Failure.oneLine($0))" }.joined(separator: "\n")
    }
}
