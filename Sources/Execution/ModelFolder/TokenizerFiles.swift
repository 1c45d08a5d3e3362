import Foundation
import FoundryCore

/// Checks the tokenizer's files of a model folder.
struct TokenizerFiles {
    /// The model folder.
    let folder: URL

    /// Tokenizers of other kinds than `tokenizer.json`, of which one is enough.
    private static let others = [
        "tokenizer.model", "vocab.json", "vocab.txt", "spiece.model", "source.spm", "sentencepiece.bpe.model", "vocab.nb",
    ]
    private static let limit = 512 << 20

    /// Checks that there is a tokenizer and that its JSON is whole.
    /// - Throws: ``FoundryError`` `corrupt` naming the file.
    func check() throws {
        let url = folder.appending(path: "tokenizer.json")
        guard exists("tokenizer.json") else {
            guard !Self.others.contains(where: exists), !hasTiktokenFile else { return }
            throw FoundryError(
                .corrupt, "\(RegularFile.label(url)): the file is missing, and no other tokenizer is there. Fetch the model again.")
        }
        let outline = try JSONFile.outline(of: url, limit: Self.limit)
        guard outline.kind == .object, outline.members["model"] == .object else {
            throw FoundryError(
                .corrupt, "\(RegularFile.label(url)): it holds no tokenizer (there is no object \"model\"). Fetch the model again.")
        }
    }

    /// Finds the chat template.
    /// - Throws: ``FoundryError`` `corrupt` where `tokenizer_config.json` is not JSON.
    func chatTemplate() throws -> ChatTemplateSource {
        var source = ChatTemplateSource.none
        if exists("tokenizer_config.json") {
            let url = folder.appending(path: "tokenizer_config.json")
            let outline = try JSONFile.outline(of: url, limit: Self.limit)
            guard outline.kind == .object else {
                throw FoundryError(.corrupt, "\(RegularFile.label(url)): it holds no JSON object. Fetch the model again.")
            }
            if let kind = outline.members["chat_template"], kind == .string || kind == .array { source = .tokenizerConfig }
        }
        for name in ["chat_template.jinja", "chat_template.json"] where exists(name) { return .file(name) }
        return source
    }

    private func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.appending(path: name).path) }

    private var hasTiktokenFile: Bool {
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.contains { $0.hasSuffix(".tiktoken") } ?? false
    }
}
