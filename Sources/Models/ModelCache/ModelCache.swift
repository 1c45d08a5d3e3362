import Foundation
public import FoundryCore
import ModelFolder

/// The models on this disk: those in the model cache, and those registered where they lie.
///
/// It keeps nothing in memory: every call looks at the file system, so several processes may use and change the cache at once.
/// All calls block on the file system.
public struct ModelCache: Sendable {
    let directories: FoundryDirectories

    /// Looks at the model cache of a home. The folder need not exist.
    /// - Parameter directories: Where the cache lies.
    public init(directories: FoundryDirectories) { self.directories = directories }

    /// Finds all models. Their graphs are not read; `ModelFolder` checks a single one wholly.
    /// - Returns: The models, and what is wrong with folders and files. A damaged registration file is a problem here, so that the
    ///   models in the cache stay usable.
    /// - Throws: ``FoundryError`` where nothing can be said at all; a cache that is not there has no models.
    public func listing() throws -> Listing {
        let scan = CacheScan(root: directories.models)
        var problems = scan.problems
        var models = scan.models
        do {
            for entry in try RegistrationFile(directories.localModelsFile).entries(&problems) {
                models.append(Self.model(entry, &problems))
            }
        } catch {
            problems.append(.init(path: directories.localModelsFile.path, message: FoundryError.wrapping(error).message))
        }
        return Listing(found: models, problems: problems)
    }

    /// Finds a model by what a person calls it: an id `name:version`, else a name, else an alias, letters' case aside. Of several
    /// the highest version is taken, then the first id.
    /// - Parameter name: The id, name or alias.
    /// - Throws: ``FoundryError`` `notFound` with the nearest names there are.
    public func find(_ name: String) throws -> CachedModel {
        let models = try listing().models
        if let model = NameResolution(models: models).find(name) { return model }
        throw NameResolution(models: models).notFound(name)
    }

    /// Takes out a registered model; its folder stays as it is.
    /// - Parameter name: The id, name or alias.
    /// - Returns: The model that was registered.
    /// - Throws: ``FoundryError`` `notFound`; `invalidState` where the model lies in the cache; `corrupt` where the registration file
    ///   is damaged; `io`.
    @discardableResult
    public func unregister(_ name: String) throws -> CachedModel {
        try changing { file in
            var problems: [Listing.Problem] = []
            let registered = file.entries(&problems).map { Self.model($0, &problems) }
            guard let model = NameResolution(models: registered).find(name) else {
                let model = try find(name)
                throw FoundryError(
                    .invalidState,
                    "The model \(model.id) is not registered but lies in the cache, in \(model.directory.path). Remove it instead.")
            }
            _ = file.remove(model.id)
            return (model, true)
        }
    }

    static func model(_ entry: RegistrationFile.Entry, _ problems: inout [Listing.Problem]) -> CachedModel {
        var configuration: GenAIConfiguration?
        do { configuration = try GenAIConfiguration(contentsOf: entry.folder.appending(path: GenAIConfiguration.filename)) } catch {
            problems.append(
                .init(
                    path: entry.folder.path,
                    message:
                        "\(FoundryError.wrapping(error).message) The model \(entry.id) is registered there; put the folder back, or remove the model."
                ))
        }
        let contents = FolderContents(of: entry.folder)
        return CachedModel(
            id: entry.id, alias: entry.alias, directory: entry.folder, publisher: entry.publisher, task: entry.task,
            sizeBytes: contents.bytes,
            contextLength: configuration?.contextLength, origin: .registered, modified: contents.modified)
    }

    /// Reads the registrations, lets them be changed and writes them, while no other process does.
    /// - Parameter body: Changes the file; tells whether it did.
    func changing<Value>(_ body: (inout RegistrationFile) throws -> (Value, changed: Bool)) throws -> Value {
        try locked {
            var file = try RegistrationFile(directories.localModelsFile)
            let (value, changed) = try body(&file)
            if changed { try file.save() }
            return value
        }
    }

    /// Runs while no other process changes registrations or removes models.
    func locked<Value>(_ body: () throws -> Value) throws -> Value {
        try AtomicFile.createDirectory(directories.models)
        let lock = try FileLock.acquire(directories.localModelsFile.appendingPathExtension("lock"))
        return try withExtendedLifetime(lock) { try body() }
    }
}
