import FoundryCore
import Inference
import ModelFolder

import struct Foundation.URL

/// A model folder loaded by the library, with its tokenizer. It stays on the thread of its engine.
final class GenAIModel {
    let contextLength: Int
    let vocabularySize: Int
    let endTokens: Set<Int32>
    let modelType: String

    /// More bytes than any token stands for.
    private static let longestToken = 256

    private let library: GenAILibrary
    private let promptTemplate: PromptTemplate?
    private let model: GenAIObject
    private let tokenizer: GenAITokenizer

    /// Checks and loads a folder. It blocks while the weights are read.
    /// - Parameters:
    ///   - threads: Threads for one operation; nil leaves it to the library.
    /// - Throws: `FoundryError` `corrupt` naming the file that is wrong.
    init(library: GenAILibrary, url: URL, threads: Int?) throws {
        let folder = try ModelFolder(checking: url)
        guard let contextLength = folder.configuration.contextLength, let vocabularySize = folder.configuration.vocabularySize else {
            throw FoundryError(
                .corrupt,
                "genai_config.json in \(url.path) has no model.context_length or no model.vocab_size; add what the model's card says.")
        }
        self.library = library
        self.contextLength = contextLength
        self.vocabularySize = vocabularySize
        endTokens = Set(folder.configuration.endTokenIDs.map { Int32(truncatingIfNeeded: $0) })
        modelType = folder.configuration.type
        // A template of the tokenizer goes first; the reference's own kind is for models that bring none.
        promptTemplate = folder.chatTemplate == .none ? folder.promptTemplate : nil

        let path = folder.url.path
        let config = try library.make("read \(path)/genai_config.json", destroy: library.destroyConfig, code: .corrupt) {
            library.createConfig(path, $0)
        }
        try library.check(
            library.configOverlay(config.handle, Self.overlay(threads: threads)), "apply the session options to \(path)/genai_config.json",
            code: .corrupt)
        model = try library.make("load the model that \(path)/genai_config.json describes", destroy: library.destroyModel, code: .corrupt) {
            library.createModelFromConfig(config.handle, $0)
        }
        tokenizer = try GenAITokenizer(library: library, model: model, folder: path, vocabularySize: vocabularySize)
    }

    /// The text that the model continues, and its token ids.
    /// - Throws: `FoundryError` `invalidArgument` where the template refuses the messages or they make no text.
    func prompt(_ messages: [ChatMessage]) throws -> (text: String, tokens: [Int32]) {
        try tokenizer.checkText(messages)
        // The tokenizer runs to its end whoever waits: what cannot fit by far is not given to it. No vocabulary has longer tokens.
        let bytes = messages.reduce(0) { $0 + $1.content.utf8.count }
        guard bytes / Self.longestToken <= contextLength else {
            throw FoundryError(
                .contextLengthExceeded,
                "The prompt has \(bytes) bytes of text; the model's context holds \(contextLength) tokens in all. Shorten the conversation.",
                parameter: "messages")
        }
        let text =
            try promptTemplate?.render(messages: messages.map { ($0.role.rawValue, $0.content) })
            ?? tokenizer.applyChatTemplate(to: messages)
        let tokens = try tokenizer.encode(text)
        guard !tokens.isEmpty else {
            throw FoundryError(.invalidArgument, "The prompt is empty: there is nothing to answer.", parameter: "messages")
        }
        return (text, tokens)
    }

    func makeGenerator(_ sampling: SamplingParameters, maxLength: Int, terminator: GenAIGenerator.Terminator) throws -> GenAIGenerator {
        var sampling = sampling
        // The library refuses more than there are; the meaning is the same.
        sampling.topK = sampling.topK.map { min($0, vocabularySize) }
        return try GenAIGenerator(library: library, model: model, sampling: sampling, maxLength: maxLength, terminator: terminator)
    }

    func makeTokenStream() throws -> GenAITokenStream { try tokenizer.makeStream() }

    /// Threads wait for work by spinning for a moment only: as fast as spinning for long, and fair to whatever else runs.
    private static func overlay(threads: Int?) -> String {
        let threads = threads.map { #""intra_op_num_threads":\#($0),"# } ?? ""
        return #"{"model":{"decoder":{"session_options":{\#(threads)"session.intra_op.spin_duration_us":"100"}}}}"#
    }
}
