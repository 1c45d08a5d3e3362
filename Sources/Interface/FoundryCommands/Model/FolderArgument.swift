import Foundation
import FoundryCore
import ModelCache

/// A folder given where a model's name may stand.
enum FolderArgument {
    /// The folder's absolute path.
    static func url(_ text: String) -> URL { URL(filePath: text, directoryHint: .isDirectory).absoluteURL.standardizedFileURL }

    /// Whether a text means a folder: it has a slash, or there is a folder of that name and no model.
    /// - Parameters:
    ///   - text: What the user wrote.
    ///   - isModel: Whether a model goes by that name.
    static func isFolder(_ text: String, isModel: Bool) -> Bool {
        if text.contains("/") || text == "." || text == ".." { return true }
        var isDirectory: ObjCBool = false
        return !isModel && FileManager.default.fileExists(atPath: text, isDirectory: &isDirectory) && isDirectory.boolValue
    }

    /// Registers a folder; where its name is taken by another one, as `name-2`, `name-3` and so on. It blocks on the disk.
    static func register(_ folder: URL, in cache: ModelCache) throws -> CachedModel {
        let place = folder.resolvingSymlinksInPath().path
        if let known = try cache.listing().models.first(where: { $0.directory.resolvingSymlinksInPath().path == place }) { return known }
        do { return try cache.register(folder: folder, name: nil) } catch let error as FoundryError where error.code == .exists {
            let name = ModelName.valid(from: folder.lastPathComponent)
            for number in 2...99 {
                do { return try cache.register(folder: folder, name: "\(name.prefix(120))-\(number)") } catch let error as FoundryError {
                    guard error.code == .exists else { throw error }
                }
            }
            throw error
        }
    }
}
