import ArgumentParser
import FoundryCore
import ServiceHost

/// The options of every command that starts the service.
struct ServiceStartOptions: ParsableArguments {
    @Option(name: [.short, .long], help: "The port to listen at; 0 lets the system choose.")
    var port: Int?
    @Option(name: .long, help: "Minutes without use after which models are unloaded; 0 keeps them.")
    var idleTimeout: Int?
    @Option(name: .long, help: .hidden)
    var idleTimeoutSeconds: Int?
    @Option(name: .long, help: "What the log tells: debug, info, warn or error.")
    var logLevel: LogLevelArgument?

    /// `--log-level`.
    enum LogLevelArgument: String, ExpressibleByArgument, CaseIterable {
        case debug, info, warn, error

        /// Reads a level's name; `warning` is `warn`.
        init?(argument: String) {
            let name = argument.lowercased()
            self.init(rawValue: name == "warning" ? "warn" : name)
        }

        /// The level as the configuration names it.
        var level: Configuration.LogLevel {
            switch self {
            case .debug: .debug
            case .info: .info
            case .warn: .warning
            case .error: .error
            }
        }
    }

    func validate() throws {
        if let port, !(0...65535).contains(port) { throw ValidationError("--port takes a number from 0 to 65535.") }
        if let idleTimeout, !(0...525_600).contains(idleTimeout) { throw ValidationError("--idle-timeout takes minutes from 0 to 525600.") }
        if let idleTimeoutSeconds, !(0...31_536_000).contains(idleTimeoutSeconds) {
            throw ValidationError("--idle-timeout-seconds takes seconds from 0 to 31536000.")
        }
    }

    /// Says that options of a service that runs already stay as they are, where there are any.
    func warnThatNothingChanges(_ context: CommandContext) throws {
        guard serviceOptions != ServiceOptions() else { return }
        try context.errors.line("⚠️ The service runs already and keeps its options. To change them, stop it first: foundry service stop")
    }

    /// What differs from the configuration.
    var serviceOptions: ServiceOptions {
        var options = ServiceOptions()
        options.port = port
        options.idleTimeoutSeconds = idleTimeoutSeconds ?? idleTimeout.map { $0 * 60 }
        options.logLevel = logLevel?.level
        return options
    }
}
