import Foundation
import FoundryCore

/// The models on this disk, and what is wrong with them.
public struct Listing: Sendable, Hashable, Codable {
    /// Something wrong with a folder or file.
    public struct Problem: Sendable, Hashable, Codable {
        /// The folder or file.
        public var path: String
        /// What is wrong with it, and what to do.
        public var message: String

        /// Describes a problem.
        public init(path: String, message: String) {
            self.path = path
            self.message = message
        }
    }

    /// The models, sorted by alias, then by id. One whose folder is damaged is among them, and has a problem too.
    public var models: [CachedModel]
    /// What is wrong.
    public var problems: [Problem]

    /// Describes what was found.
    public init(models: [CachedModel], problems: [Problem]) {
        self.models = models
        self.problems = problems
    }
}

extension Listing {
    /// Takes models and problems as found: of two with the same id the first stays, and the other becomes a problem.
    init(found: [CachedModel], problems: [Problem]) {
        var byID: [String: CachedModel] = [:]
        var problems = problems
        for model in found {
            let key = ModelName.key(model.id)
            guard let first = byID[key] else {
                byID[key] = model
                continue
            }
            problems.append(
                Problem(
                    path: model.directory.path,
                    message: "The model \(model.id) lies in \(first.directory.path) too, and that one is used. "
                        + "Remove one of them, or give this one another name."))
        }
        let models = byID.values.sorted { one, other in
            let left = (one.alias.lowercased(), one.id.name.lowercased(), one.id.version)
            return left < (other.alias.lowercased(), other.id.name.lowercased(), other.id.version)
        }
        self.init(models: models, problems: problems)
    }
}
