public import Foundation
import FoundryCore

/// What `inference_model.json` says: the model's name, and how to write its prompts.
///
/// Format: Foundry Local writes it into a model's folder after a download, `{"Name":"<name:version>","PromptTemplate":{…}|null}`.
public struct InferenceModelFile: Sendable, Hashable {
    /// The model's name or id, unchecked; nil where the file gives none.
    public var name: String?
    /// How to write prompts; nil where the tokenizer's own chat template serves.
    public var promptTemplate: PromptTemplate?

    /// The file's name in a model folder.
    public static let filename = "inference_model.json"

    /// Reads the file.
    /// - Parameter url: `inference_model.json`.
    /// - Throws: ``FoundryError`` `notFound` or `io`; `corrupt` naming the file and the place or key that is wrong.
    public init(contentsOf url: URL) throws {
        let root = try JSONFile.object(url, limit: 1 << 20)
        name = try root.string("Name")
        promptTemplate = try root.object("PromptTemplate").map { try PromptTemplate($0) }
    }
}
