import FoundryCore
import Inference

import class Foundation.JSONEncoder

/// Text to token ids and back, with the model's chat template. It stays on the thread of its engine.
final class GenAITokenizer {
    private let library: GenAILibrary
    private let tokenizer: GenAIObject
    private let vocabularySize: Int

    /// Reads the tokenizer files of a loaded model.
    /// - Throws: `FoundryError` `corrupt` naming the files.
    init(library: GenAILibrary, model: GenAIObject, folder: String, vocabularySize: Int) throws {
        self.library = library
        self.vocabularySize = vocabularySize
        tokenizer = try library.make(
            "read the tokenizer (tokenizer.json, tokenizer_config.json in \(folder))", destroy: library.destroyTokenizer, code: .corrupt
        ) { library.createTokenizer(model.handle, $0) }
    }

    /// Refuses what the C API would cut unseen: its texts end at a zero character.
    /// - Throws: `FoundryError` `invalidArgument` naming the message.
    func checkText(_ messages: [ChatMessage]) throws {
        guard let index = messages.firstIndex(where: { $0.content.utf8.contains(0) || ($0.name ?? "").utf8.contains(0) }) else { return }
        throw FoundryError(
            .invalidArgument, "messages[\(index)] contains a zero character (U+0000); remove it.", parameter: "messages[\(index)].content")
    }

    /// The prompt of a conversation, by the model's own chat template, ready for the assistant's turn.
    /// - Throws: `FoundryError` `invalidArgument` where the template refuses the messages.
    func applyChatTemplate(to messages: [ChatMessage]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        let json = try String(decoding: encoder.encode(messages), as: UTF8.self)
        var text: UnsafePointer<CChar>?
        do {
            try library.check(
                library.tokenizerApplyChatTemplate(tokenizer.handle, nil, json, nil, true, &text), "apply the model's chat template",
                code: .invalidArgument)
        } catch let error as FoundryError {
            throw FoundryError(error.code, error.message, parameter: "messages")
        }
        defer { library.destroyString(text) }
        return text.map { String(cString: $0) } ?? ""
    }

    /// The token ids of a text, each checked to be within the vocabulary.
    /// - Throws: `FoundryError` `corrupt` where the tokenizer gives an id that the model does not have.
    func encode(_ text: String) throws -> [Int32] {
        let sequences = try library.make("make a token sequence", destroy: library.destroySequences) { library.createSequences($0) }
        try library.check(library.tokenizerEncode(tokenizer.handle, text, sequences.handle), "tokenize the prompt", code: .invalidArgument)
        let count = library.sequencesGetSequenceCount(sequences.handle, 0)
        guard count > 0, let data = library.sequencesGetSequenceData(sequences.handle, 0) else { return [] }
        let ids = Array(UnsafeBufferPointer(start: data, count: count))
        if let wrong = ids.first(where: { $0 < 0 || $0 >= vocabularySize }) {
            throw FoundryError(
                .corrupt,
                "tokenizer.json gives the token id \(wrong), but the model has ids from 0 to \(vocabularySize - 1): the tokenizer belongs to "
                    + "another model. Fetch the model again.")
        }
        return ids
    }

    /// A decoder for one answer: it keeps what does not make a whole character yet.
    func makeStream() throws -> GenAITokenStream {
        let stream = try library.make("make a token stream", destroy: library.destroyTokenizerStream) {
            library.createTokenizerStream(tokenizer.handle, $0)
        }
        return GenAITokenStream(library: library, stream: stream)
    }
}

/// Turns one answer's token ids into text, whole characters at a time.
final class GenAITokenStream {
    private let library: GenAILibrary
    private let stream: GenAIObject

    init(library: GenAILibrary, stream: GenAIObject) {
        self.library = library
        self.stream = stream
    }

    /// The text a token adds; empty while a character is not whole, and for special tokens.
    func decode(_ token: Int32) throws -> String {
        var text: UnsafePointer<CChar>?
        try library.check(library.tokenizerStreamDecode(stream.handle, token, &text), "decode token \(token)")
        return text.map { String(cString: $0) } ?? ""
    }
}
