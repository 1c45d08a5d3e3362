public import Foundation

/// The folders and files this product owns, all below one home (`~/.foundry`, or `FOUNDRY_HOME`).
public struct FoundryDirectories: Sendable, Equatable {
    /// The folder that holds everything.
    public let home: URL
    /// The folder that holds the models; it may be moved apart from the home.
    public let models: URL

    /// Takes the folders from a home.
    /// - Parameters:
    ///   - home: The folder that holds everything.
    ///   - models: The model cache where it lies elsewhere than `cache/models` in the home.
    public init(home: URL, models: URL? = nil) {
        self.home = home.standardizedFileURL
        self.models = (models ?? home.appending(path: "cache/models")).standardizedFileURL
    }

    /// Takes the home from `FOUNDRY_HOME`, else from the user's home folder.
    /// - Parameter environment: The process's environment.
    /// - Throws: ``FoundryError`` `invalidArgument` where `FOUNDRY_HOME` is no absolute path.
    public init(environment: [String: String]) throws {
        if let home = environment["FOUNDRY_HOME"], !home.isEmpty {
            guard home.hasPrefix("/") else {
                throw FoundryError(.invalidArgument, "FOUNDRY_HOME is \"\(home)\"; it must be an absolute path.")
            }
            self.init(home: URL(filePath: home, directoryHint: .isDirectory))
        } else {
            let user =
                environment["HOME"].flatMap { $0.isEmpty ? nil : $0 }.map { URL(filePath: $0, directoryHint: .isDirectory) }
                ?? FileManager.default.homeDirectoryForCurrentUser
            self.init(home: user.appending(path: ".foundry"))
        }
    }

    /// The same folders, with the model cache where the settings put it.
    /// - Parameter configuration: The settings.
    public func following(_ configuration: Configuration) -> FoundryDirectories {
        FoundryDirectories(
            home: home, models: configuration.cacheDirectory.map { URL(filePath: $0, directoryHint: .isDirectory) } ?? models)
    }

    /// The settings.
    public var configurationFile: URL { home.appending(path: "config.json") }
    /// Native runtime libraries, a folder a runtime.
    public var runtimes: URL { home.appending(path: "runtimes") }
    /// What belongs to the running service; mode 0700.
    public var run: URL { home.appending(path: "run") }
    /// Held exclusively by the running service.
    public var serviceLock: URL { run.appending(path: "service.lock") }
    /// What the running service tells about itself: process, endpoints, version.
    public var serviceFile: URL { run.appending(path: "service.json") }
    /// The running service's Unix socket.
    public var serviceSocket: URL { run.appending(path: "foundry.sock") }
    /// Log files.
    public var logs: URL { home.appending(path: "logs") }
    /// The service's log.
    public var serviceLog: URL { logs.appending(path: "service.log") }
    /// Models registered where they lie, in the reference's format.
    public var localModelsFile: URL { models.appending(path: "foundry.local.modelinfo.json") }
}
