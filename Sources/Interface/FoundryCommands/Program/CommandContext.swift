import Foundation
import FoundryCore
import ModelCache
import ServiceHost

/// What a command works with. Tests give it another home, output and service.
struct CommandContext: Sendable {
    /// The process's environment.
    var environment: [String: String]
    /// This program, which is also the service's and the engines'.
    var executable: URL
    /// The folders, the model cache where the configuration puts it.
    var directories: FoundryDirectories
    /// The settings.
    var configuration: Configuration
    /// Where results go.
    var output: TextOutput
    /// Where warnings and progress go.
    var errors: TextOutput
    /// Asks the user.
    var confirmation: Confirmation
    /// Finds, starts and ends the service.
    var service: any ServiceSupervisor

    /// Whether Ctrl-C is taken from the system while an answer is written: the signal is one for the whole process.
    var takesInterrupts = true

    /// The models on this disk.
    var cache: ModelCache { ModelCache(directories: directories) }

    /// The context of this process.
    /// - Parameter needsConfiguration: Whether a damaged `config.json` is an error; else the defaults stand in for it.
    /// - Throws: `FoundryError` `invalidArgument` where the environment or `config.json` is wrong.
    static func current(needsConfiguration: Bool = true) throws -> CommandContext {
        let environment = ProcessInfo.processInfo.environment
        let home = try FoundryDirectories(environment: environment)
        let read = Result { try Configuration(contentsOf: home.configurationFile) }
        let configuration = needsConfiguration ? try read.get() : (try? read.get()) ?? Configuration()
        let directories = home.following(configuration)
        let executable = try ownExecutable()
        return CommandContext(
            environment: environment, executable: executable, directories: directories, configuration: configuration,
            output: .standardOutput,
            errors: .standardError, confirmation: .terminal,
            service: ServiceControl(directories: directories, executable: executable, environment: environment))
    }

    /// This program's file, by a path that stays right when the working directory changes.
    private static func ownExecutable() throws -> URL {
        #if os(Linux)
        if let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") { return URL(filePath: path) }
        #endif
        guard let url = Bundle.main.executableURL else {
            throw FoundryError(.internalError, "The program could not find its own file.")
        }
        return url.resolvingSymlinksInPath()
    }
}
