import Foundation
import FoundryCore
import ModelCache

/// A model as `-o json` prints it. `type` and `device` are the words of Foundry Local 0.10.
struct ModelRecord: Encodable, Sendable {
    let id: String
    let alias: String
    let name: String
    let version: Int
    let type: ModelType
    let task: String
    let device: String
    let executionProvider: String
    let sizeBytes: Int64
    let contextLength: Int?
    let publisher: String?
    let cached: Bool
    let loaded: Bool
    let origin: CachedModel.Origin
    let directory: String
    let modified: Date

    init(_ model: CachedModel, isLoaded: Bool) {
        let row = ModelRow(model)
        id = row.id
        alias = model.alias
        name = model.id.name
        version = model.id.version
        type = row.type
        task = model.task
        device = "Cpu"
        executionProvider = row.provider
        sizeBytes = model.sizeBytes
        contextLength = model.contextLength
        publisher = model.publisher
        cached = true
        loaded = isLoaded
        origin = model.origin
        directory = model.directory.path
        modified = model.modified
    }
}

/// A list of models as `-o json` prints it.
struct ModelRecords: Encodable, Sendable {
    let models: [ModelRecord]
    let problems: [Listing.Problem]
}
