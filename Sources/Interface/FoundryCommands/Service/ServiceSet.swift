import ArgumentParser
import Foundation
import FoundryCore
import ServiceHost

/// `foundry service set`: the settings in the words of Foundry Local 0.8. The service restarts where it runs.
struct ServiceSet: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "set", abstract: "Change the service's settings")

    @Option(name: .long, help: "The port to listen at; 0 lets the system choose.")
    var port: Int?
    @Option(name: .long, help: "The folder of the model cache.", completion: .directory)
    var cachedir: String?
    @Option(name: .long, help: "Seconds without use after which models are unloaded; 0 keeps them.")
    var ttl: Int?
    @Option(name: .long, help: "What the log tells: 0 or 1 debug, 2 information, 3 warnings, 4 to 6 errors.")
    var defaultLogLevel: Int?
    @Option(name: .long, help: "The graphics processor to use (not part of this version).")
    var gpu: Int?
    @Flag(name: .long, help: "Show the settings.")
    var show = false

    func run(in context: CommandContext) async throws {
        guard gpu == nil else { throw FoundryError(.unsupported, "Models run on the CPU in this version; leave --gpu out.") }
        let changes = try changes()
        if changes.isEmpty {
            try context.output.line("No settings changed")
        } else {
            try await SettingsChange(context: context).apply(changes, restarts: true)
        }
        guard show else { return }
        let configuration = try Configuration(contentsOf: context.directories.configurationFile)
        try context.output.json(ServiceSettingsRecord(configuration, context.directories, running: try context.service.running()))
    }

    /// The options that were given, as settings.
    func changes() throws -> [(String, JSONValue)] {
        var changes: [(String, JSONValue)] = []
        if let port { changes.append(("port", .integer(Int64(port)))) }
        if let cachedir { changes.append(("cacheDirectory", .string(FolderArgument.url(cachedir).path(percentEncoded: false)))) }
        if let ttl { changes.append(("idleTimeoutSeconds", .integer(Int64(ttl)))) }
        if let defaultLogLevel { changes.append(("logLevel", .string(try LogLevelNumber.name(defaultLogLevel).rawValue))) }
        return changes
    }
}

/// Log levels as numbers, those of .NET's `LogLevel`, which Foundry Local 0.8 uses.
enum LogLevelNumber {
    /// The level of a number.
    static func name(_ number: Int) throws -> Configuration.LogLevel {
        switch number {
        case 0, 1: .debug
        case 2: .info
        case 3: .warning
        case 4...6: .error
        default: throw ValidationError("--default-log-level takes a number from 0 to 6.")
        }
    }

    /// The number of a level.
    static func number(_ level: Configuration.LogLevel) -> Int {
        switch level {
        case .debug: 1
        case .info: 2
        case .warning: 3
        case .error: 4
        }
    }
}
