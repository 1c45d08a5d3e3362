import Foundation
import FoundryCore
import ModelFolder

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Looks for model folders below the cache's root.
///
/// Layout, as Foundry Local makes it: `<publisher>/<name>-<version>/[v<n>/]genai_config.json`; a folder anywhere else below the
/// root counts too. A linked folder counts where it is a model folder itself, and is not looked into further, so that no chain of
/// links is followed.
struct CacheScan {
    private let root: URL
    private(set) var models: [CachedModel] = []
    private(set) var problems: [Listing.Problem] = []
    private var visited = 0

    private static let maximumDepth = 5
    private static let maximumFolders = 20_000
    /// Foundry Local leaves this file in a folder whose download is not complete.
    private static let unfinishedMark = "download.tmp"

    /// Scans now.
    init(root: URL) {
        self.root = root
        guard FileManager.default.fileExists(atPath: root.path) else { return }
        visit([])
    }

    private mutating func visit(_ components: [String]) {
        let url = components.reduce(root) { $0.appending(path: $1, directoryHint: .isDirectory) }
        visited += 1
        guard visited <= Self.maximumFolders else {
            if visited == Self.maximumFolders + 1 {
                problems.append(
                    .init(
                        path: root.path, message: "The model cache has more than \(Self.maximumFolders) folders; the rest is not looked at."
                    ))
            }
            return
        }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
        } catch {
            problems.append(.init(path: url.path, message: "The folder cannot be read: \(error.localizedDescription)"))
            return
        }
        guard !names.contains(Self.unfinishedMark) else { return }
        if !components.isEmpty, names.contains(GenAIConfiguration.filename) {
            found(url, components)
            return
        }
        guard components.count < Self.maximumDepth else { return }
        for name in names where !name.hasPrefix(".") {
            let entry = url.appending(path: name)
            switch Self.kind(entry.path) {
            case S_IFDIR: visit(components + [name])
            case S_IFLNK: visitLink(entry, components + [name])
            default: break
            }
        }
    }

    private mutating func visitLink(_ url: URL, _ components: [String]) {
        let exists = { (name: String) in FileManager.default.fileExists(atPath: url.appending(path: name).path) }
        guard exists(GenAIConfiguration.filename), !exists(Self.unfinishedMark) else { return }
        found(url, components)
    }

    private mutating func found(_ url: URL, _ components: [String]) {
        do {
            let (model, messages) = try Self.describe(url, components)
            models.append(model)
            problems += messages.map { .init(path: url.path, message: $0) }
        } catch {
            problems.append(.init(path: url.path, message: FoundryError.wrapping(error).message))
        }
    }

    /// Describes a model folder; whatever cannot be read is told and left out.
    private static func describe(_ url: URL, _ components: [String]) throws -> (CachedModel, [String]) {
        var messages: [String] = []
        func attempt<Value>(_ body: () throws -> Value?) -> Value? {
            do { return try body() } catch {
                messages.append(FoundryError.wrapping(error).message)
                return nil
            }
        }
        let place = components.count > 1 && isVersionFolder(components[components.count - 1]) ? components.dropLast() : components[...]
        let configuration = attempt { try GenAIConfiguration(contentsOf: url.appending(path: GenAIConfiguration.filename)) }
        let file = url.appending(path: InferenceModelFile.filename)
        let named = attempt { () throws -> ModelID? in
            guard FileManager.default.fileExists(atPath: file.path), let name = try InferenceModelFile(contentsOf: file).name else {
                return nil
            }
            return try identifier(name, file: file)
        }
        let id = try named ?? ModelName.id(ofFolder: place.last ?? url.lastPathComponent)
        let contents = FolderContents(of: url)
        let model = CachedModel(
            id: id, alias: ModelName.alias(of: id.name), directory: url, publisher: place.count > 1 ? place.first : nil,
            task: configuration?.task ?? "chat-completion", sizeBytes: contents.bytes, contextLength: configuration?.contextLength,
            origin: .cache,
            modified: contents.modified)
        return (model, messages)
    }

    private static func identifier(_ name: String, file: URL) throws -> ModelID {
        do { return try ModelID(parsing: name) } catch {
            throw FoundryError(
                .corrupt,
                "\(file.path): Name is \"\(name.prefix(80))\", which is no model id. The model goes by its folder's name; correct the file."
            )
        }
    }

    /// Whether a folder is one of several forms of a model, `v1`, `v2`.
    static func isVersionFolder(_ name: String) -> Bool {
        name.utf8.count > 1 && name.utf8.first == UInt8(ascii: "v") && name.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func kind(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
    }
}
