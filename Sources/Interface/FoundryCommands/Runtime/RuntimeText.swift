import Foundation
import FoundryCore
import HardwareAbstraction

/// Sentences about native runtimes.
enum RuntimeText {
    /// A step of an installation.
    static func progress(_ event: RuntimeInstallEvent) -> String {
        switch event {
        case .waiting: "Another installation is under way; waiting for it..."
        case .removedLeftover(let name): "Removed what an interrupted installation left: \(name)"
        case .replacing(let problems): "The installed runtime is damaged and is replaced: \(problems.joined(separator: " "))"
        case .downloading(let fileName, let size): "Downloading \(fileName) (\(megabytes(size)))..."
        case .verifying(let fileName): "Verifying \(fileName)..."
        case .unpacking(let fileName, let size): "Unpacking \(fileName) (\(megabytes(size)))..."
        }
    }

    /// How an installation ended.
    static func result(_ outcome: RuntimeInstallOutcome) -> String {
        switch outcome {
        case .installed(let record): "🟢 Runtime \(record.id) is installed."
        case .alreadyInstalled(let record): "🟢 Runtime \(record.id) is already installed and intact."
        }
    }

    private static func megabytes(_ bytes: Int64) -> String { String(format: "%.1f MB", Double(bytes) / 1_000_000) }
}
