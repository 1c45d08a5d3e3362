public import Foundation
import FoundryCore

/// What a running service tells about itself, in `run/service.json`.
///
/// The file is there while the service is ready; whether it is true is told by the lock beside it, never by the process id.
public struct ServiceDescription: Sendable, Codable, Equatable {
    /// The service's process.
    public var pid: Int32
    /// Base URLs, `http://127.0.0.1:5272` first.
    public var endpoints: [String]
    /// The Unix socket's path.
    public var socket: String
    /// The service's version.
    public var version: String
    /// When it became ready.
    public var startedAt: Date
    /// The model cache it serves.
    public var modelDirectory: String
    /// Its log file.
    public var logFile: String

    /// The base URL for clients that take one.
    public var endpoint: String { endpoints.first ?? "" }

    /// Reads the file.
    /// - Returns: nil where there is none.
    /// - Throws: `FoundryError` `corrupt` naming the file.
    init?(contentsOf url: URL) throws {
        guard let data = try? Data(contentsOf: url) else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        do { self = try decoder.decode(ServiceDescription.self, from: data) } catch {
            throw FoundryError(.corrupt, "\(url.path) is damaged. Run: foundry service restart", cause: error)
        }
    }

    init(pid: Int32, endpoints: [String], socket: String, version: String, startedAt: Date, modelDirectory: String, logFile: String) {
        self.pid = pid
        self.endpoints = endpoints
        self.socket = socket
        self.version = version
        self.startedAt = startedAt
        self.modelDirectory = modelDirectory
        self.logFile = logFile
    }

    /// Writes the file, atomically.
    func write(to url: URL) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write(encoder.encode(self), to: url)
    }
}
