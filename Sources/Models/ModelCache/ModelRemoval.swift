import Foundation
import FoundryCore
import ModelFolder

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

extension ModelCache {
    /// What a folder is called while it is being deleted; the scan passes over hidden folders.
    static let removalPrefix = ".removing-"

    /// Removes a model: of a registered one the registration only, of one in the cache its folder.
    /// - Parameter name: The id, name or alias.
    /// - Returns: The model as it was.
    /// - Throws: ``FoundryError`` `notFound`; `invalidState` where its folder lies outside the cache or is reached through a link;
    ///   `io` where it cannot be deleted.
    @discardableResult
    public func remove(_ name: String) throws -> CachedModel {
        let model = try find(name)
        guard model.origin == .cache else { return try unregister(model.id.description) }
        try locked {
            sweep()
            let target = try removable(model.directory)
            let hidden = directories.models.appending(path: Self.removalPrefix + UUID().uuidString)
            // The rename takes the model away at once, so that nobody finds half of it.
            guard rename(target.path, hidden.path) == 0 else { throw FoundryError.system("remove \(target.path)") }
            pruneParents(of: target)
            do { try FileManager.default.removeItem(at: hidden) } catch {
                throw FoundryError(
                    .io,
                    "The model \(model.id) is removed, but its files could not all be deleted: \(error.localizedDescription) Delete \(hidden.path)."
                )
            }
        }
        return model
    }

    /// The folder to delete for a model: its own, or the one around it where it is the only form (`v1`) in there.
    private func removable(_ directory: URL) throws -> URL {
        let root = directories.models.path
        guard directory.path.hasPrefix(root + "/"), let resolvedRoot = ModelPath.resolved(directories.models),
            ModelPath.resolved(directory) == resolvedRoot + directory.path.dropFirst(root.count)
        else {
            throw FoundryError(
                .invalidState,
                "\(directory.path) is not removed, as it lies outside the model cache or is reached through a link. Delete it or the link by hand."
            )
        }
        let parent = directory.deletingLastPathComponent()
        guard CacheScan.isVersionFolder(directory.lastPathComponent), parent.path != root else { return directory }
        let others = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
        let hasOtherModel = others.contains { name in
            name != directory.lastPathComponent
                && FileManager.default.fileExists(atPath: parent.appending(path: name).appending(path: GenAIConfiguration.filename).path)
        }
        return hasOtherModel ? directory : parent
    }

    private func pruneParents(of target: URL) {
        var folder = target.deletingLastPathComponent()
        // rmdir refuses a folder that is not empty, which ends the way up.
        while folder.path.hasPrefix(directories.models.path + "/"), rmdir(folder.path) == 0 { folder = folder.deletingLastPathComponent() }
    }

    /// Deletes what a removal left that was cut short.
    private func sweep() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directories.models.path)) ?? []
        for name in names where name.hasPrefix(Self.removalPrefix) {
            try? FileManager.default.removeItem(at: directories.models.appending(path: name))
        }
    }
}
