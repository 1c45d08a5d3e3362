import Foundation
import FoundryCore
import ModelFolder

/// The file of models registered where they lie, `foundry.local.modelinfo.json` in the model cache.
///
/// Format: Foundry Local's, version 2: `{"version":2,"savedAtUnix":n,"models":[…]}`, a model an object with the fields of its
/// catalog (`id`, `name`, `alias`, `uri`, `runtime` …). `path` is ours: the folder. What others wrote into it stays.
struct RegistrationFile {
    /// A registered model.
    struct Entry: Equatable {
        var id: ModelID
        var alias: String
        var publisher: String?
        var task: String
        var folder: URL
    }

    private let url: URL
    private var root: [String: JSONValue]
    private var models: [JSONValue]

    private static let version: Int64 = 2
    private static let provider = "LocalRegistration"
    private static let limit = 16 << 20

    /// Reads the file; one that is not there has no entries.
    /// - Throws: ``FoundryError`` `corrupt` naming the file and what is wrong; `unsupported` where its version is another.
    init(_ url: URL) throws {
        self.url = url
        guard FileManager.default.fileExists(atPath: url.path) else {
            root = [:]
            models = []
            return
        }
        let object: JSONObject
        do { object = try JSONFile.object(url, limit: Self.limit) } catch {
            let failure = FoundryError.wrapping(error)
            throw FoundryError(failure.code, "\(failure.message) No registered model is known until then; the file is left as it is.")
        }
        guard let version = try object.integer("version", in: 0...1_000_000) else { throw object.missing("version") }
        guard version == Self.version else {
            throw FoundryError(
                .unsupported, "\(object.file): it has version \(version), and this program knows version \(Self.version). Move it away.")
        }
        guard let models = try object.array("models") else { throw object.missing("models") }
        root = object.members
        self.models = models
    }

    /// The models that have been registered by path, in the file's order.
    /// - Parameter problems: Takes what is wrong with single entries.
    func entries(_ problems: inout [Listing.Problem]) -> [Entry] {
        models.indices.compactMap { index in
            do { return try entry(index) } catch {
                problems.append(.init(path: url.path, message: FoundryError.wrapping(error).message))
                return nil
            }
        }
    }

    /// Adds a model at the end.
    /// - Parameters:
    ///   - entry: The model.
    ///   - sizeBytes: Its folder's size.
    ///   - contextLength: Prompt and answer together, in tokens.
    mutating func add(_ entry: Entry, sizeBytes: Int64, contextLength: Int?) {
        var fields: [String: JSONValue] = [
            "id": .string(entry.id.description), "name": .string(entry.id.name), "version": .integer(Int64(entry.id.version)),
            "alias": .string(entry.alias), "displayName": .string(entry.id.name), "uri": .string("local://\(entry.folder.path)"),
            "providerType": .string(Self.provider), "modelType": .string("ONNX"), "publisher": .string(entry.publisher ?? "local"),
            "task": .string(entry.task), "fileSizeMb": .integer(sizeBytes >> 20),
            "runtime": .object(["deviceType": .string("CPU"), "executionProvider": .string("CPUExecutionProvider")]),
            "path": .string(entry.folder.path),
        ]
        if let contextLength { fields["contextLength"] = .integer(Int64(contextLength)) }
        models.append(.object(fields))
    }

    /// Takes out the models of an id.
    /// - Returns: Whether there was one.
    mutating func remove(_ id: ModelID) -> Bool {
        let kept = models.indices.filter { index in
            guard let entry = try? entry(index) else { return true }
            return ModelName.key(entry.id) != ModelName.key(id)
        }
        defer { models = kept.map { models[$0] } }
        return kept.count < models.count
    }

    /// Writes the file, whole or not at all.
    /// - Parameter date: Now.
    /// - Throws: ``FoundryError`` `io`.
    func save(date: Date = Date()) throws {
        var root = root
        root["version"] = .integer(Self.version)
        root["savedAtUnix"] = .integer(Int64(date.timeIntervalSince1970))
        root["models"] = .array(models)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write(try encoder.encode(root), to: url, mode: 0o644)
    }

    /// One entry; nil where it is another program's, without a folder.
    private func entry(_ index: Int) throws -> Entry? {
        let label = RegularFile.label(url)
        guard case .object(let members) = models[index] else {
            throw FoundryError(.corrupt, "\(label): models[\(index)] is \(models[index].kind); it must be an object. Correct or remove it.")
        }
        let object = JSONObject(members, path: "models[\(index)]", file: label)
        guard try object.string("providerType") == Self.provider, let path = try object.string("path") else { return nil }
        guard path.hasPrefix("/"), path.utf8.count < 4096, !path.utf8.contains(0) else {
            throw FoundryError(.corrupt, "\(label): \(object.name("path")) is no absolute path. Correct it, or remove the entry.")
        }
        guard let text = try object.string("id") else { throw object.missing("id") }
        guard let id = try? ModelID(parsing: text) else {
            throw FoundryError(
                .corrupt, "\(label): \(object.name("id")) is \"\(text.prefix(80))\", which is no model id. Correct or remove the entry.")
        }
        let alias = try object.string("alias").flatMap { ModelID.isValidName($0) ? $0 : nil }
        return Entry(
            id: id, alias: alias ?? ModelName.alias(of: id.name), publisher: try object.string("publisher"),
            task: try object.string("task") ?? "chat-completion", folder: URL(filePath: path, directoryHint: .isDirectory))
    }
}
