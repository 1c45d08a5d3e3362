public import Foundation

/// The settings of `config.json`. A missing file or key means the default; an unknown key is an error, not a guess.
///
/// The format is documented in Documentation/Configuration.md.
public struct Configuration: Sendable, Equatable {
    /// How much the service writes to its log.
    public enum LogLevel: String, Sendable, CaseIterable, Codable {
        case debug, info, warning, error
    }

    /// The TCP port on loopback; 0 lets the system choose. `nil` means 5272, or another one where that is taken.
    public var port: Int?
    /// The model cache, where it lies elsewhere than in the home. An absolute path.
    public var cacheDirectory: String?
    /// Seconds without use after which a model is unloaded; 0 keeps it for good.
    public var idleTimeoutSeconds: Int
    /// How much the service writes to its log.
    public var logLevel: LogLevel

    /// The port that is tried first when none is set.
    public static let knownPort = 5272

    /// The defaults.
    public init() {
        port = nil
        cacheDirectory = nil
        idleTimeoutSeconds = 600
        logLevel = .info
    }

    /// The names of all settings, sorted, as `config.json` and `foundry config` know them.
    public static let keys = ["cacheDirectory", "idleTimeoutSeconds", "logLevel", "port"]

    /// Reads the settings from a file.
    /// - Parameters:
    ///   - url: `config.json`; a file that is not there gives the defaults.
    ///   - skipped: A key that keeps its default whatever the file says, for those who are about to mend it.
    /// - Throws: ``FoundryError`` `corrupt` naming the file and the key that is wrong.
    public init(contentsOf url: URL, skipping skipped: String? = nil) throws {
        self.init()
        guard FileManager.default.fileExists(atPath: url.path) else { return }
        let data: Data
        do { data = try Data(contentsOf: url) } catch {
            throw FoundryError(.io, "Could not read \(url.path): \(error.localizedDescription)")
        }
        guard case .object(let values)? = try? JSONDecoder().decode(JSONValue.self, from: data) else {
            throw FoundryError(.corrupt, "\(url.path) is not a JSON object. Mend it, or remove it to get the defaults.")
        }
        for (key, value) in values.sorted(by: { $0.key < $1.key }) where key != skipped {
            do { try set(key, to: value) } catch { throw FoundryError(.corrupt, "\(url.path): \(error)") }
        }
    }

    /// Changes one setting from its textual form, as `foundry config set` takes it.
    /// - Throws: ``FoundryError`` `invalidArgument` naming the key and what it takes.
    public mutating func set(_ key: String, toText text: String) throws {
        switch key {
        case "port", "idleTimeoutSeconds":
            guard let number = Int64(text) else { throw FoundryError(.invalidArgument, "\(key) takes a whole number, not \"\(text)\".") }
            try set(key, to: .integer(number))
        default: try set(key, to: .string(text))
        }
    }

    /// Changes one setting.
    /// - Throws: ``FoundryError`` `invalidArgument` naming the key and what it takes.
    public mutating func set(_ key: String, to value: JSONValue) throws {
        switch (key, value) {
        case ("port", .null): port = nil
        case ("port", .integer(let number)) where (0...65535).contains(number): port = Int(number)
        case ("port", _): throw FoundryError(.invalidArgument, "port takes a whole number from 0 to 65535.")
        case ("cacheDirectory", .null): cacheDirectory = nil
        case ("cacheDirectory", .string(let path)) where path.hasPrefix("/"): cacheDirectory = path
        case ("cacheDirectory", _): throw FoundryError(.invalidArgument, "cacheDirectory takes an absolute path.")
        case ("idleTimeoutSeconds", .integer(let number)) where (0...31_536_000).contains(number): idleTimeoutSeconds = Int(number)
        case ("idleTimeoutSeconds", _):
            throw FoundryError(.invalidArgument, "idleTimeoutSeconds takes a whole number of seconds from 0 (never) to 31536000.")
        case ("logLevel", .string(let name)):
            guard let level = LogLevel(rawValue: name) else { fallthrough }
            logLevel = level
        case ("logLevel", _):
            throw FoundryError(.invalidArgument, "logLevel takes one of \(LogLevel.allCases.map(\.rawValue).joined(separator: ", ")).")
        default:
            throw FoundryError(.invalidArgument, "There is no setting \"\(key)\"; there are \(Self.keys.joined(separator: ", ")).")
        }
    }

    /// Puts one setting back to its default.
    /// - Throws: ``FoundryError`` `invalidArgument` where there is no such setting.
    public mutating func reset(_ key: String) throws { try set(key, to: Configuration().value(of: key)) }

    /// The settings by name, `null` where none is set.
    public var values: [String: JSONValue] {
        Dictionary(uniqueKeysWithValues: Self.keys.map { ($0, (try? value(of: $0)) ?? .null) })
    }

    /// One setting's value, `null` where it is not set.
    /// - Throws: ``FoundryError`` `invalidArgument` where there is no such setting.
    public func value(of key: String) throws -> JSONValue {
        switch key {
        case "port": return port.map { .integer(Int64($0)) } ?? .null
        case "cacheDirectory": return cacheDirectory.map { .string($0) } ?? .null
        case "idleTimeoutSeconds": return .integer(Int64(idleTimeoutSeconds))
        case "logLevel": return .string(logLevel.rawValue)
        default: throw FoundryError(.invalidArgument, "There is no setting \"\(key)\"; there are \(Self.keys.joined(separator: ", ")).")
        }
    }

    /// Writes the settings that differ from the defaults, atomically.
    /// - Throws: ``FoundryError`` `io`, naming the path.
    public func write(to url: URL) throws {
        let defaults = Configuration().values
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write(encoder.encode(values.filter { defaults[$0.key] != $0.value }), to: url)
    }
}
