public import Foundation
import FoundryCore
import ModelFolder

extension ModelCache {
    /// Registers a model where it lies: the folder is neither copied nor changed.
    /// - Parameters:
    ///   - folder: The folder that holds `genai_config.json`.
    ///   - name: The model's name, or id with a version; the folder's name made valid where nil.
    /// - Returns: The model. Where the same folder goes by that name already, nothing changes.
    /// - Throws: ``FoundryError`` `invalidArgument` for the name; what the check of the folder throws; `exists` where another folder
    ///   has the name; `corrupt` where the registration file is damaged; `io`.
    public func register(folder: URL, name: String?) throws -> CachedModel {
        let folder = folder.absoluteURL.standardizedFileURL
        let id = try name.map { try ModelID(parsing: $0) } ?? ModelID(name: ModelName.valid(from: folder.lastPathComponent), version: 0)
        let checked = try ModelFolder(checking: folder)
        return try changing { file in
            let listing = try listing()
            let place = ModelPath.resolved(folder)
            if name == nil, let known = listing.models.first(where: { $0.origin == .cache && ModelPath.resolved($0.directory) == place }) {
                return (known, false)
            }
            if let taken = listing.models.first(where: { ModelName.key($0.id) == ModelName.key(id) }) {
                guard ModelPath.resolved(taken.directory) == place else {
                    throw FoundryError(
                        .exists,
                        "The name \(id) is taken by the model in \(taken.directory.path). Choose another with --name, or remove that model first."
                    )
                }
                return (taken, false)
            }
            let entry = RegistrationFile.Entry(
                id: id, alias: ModelName.alias(of: id.name), publisher: "local", task: checked.configuration.task,
                folder: URL(filePath: folder.path, directoryHint: .isDirectory))
            file.add(entry, sizeBytes: checked.facts.sizeBytes, contextLength: checked.facts.contextLength)
            var problems: [Listing.Problem] = []
            return (Self.model(entry, &problems), true)
        }
    }
}
