public import Foundation

/// What `genai_config.json` says about a model.
///
/// Format: ONNX Runtime GenAI 0.18, `src/config.h`. Unknown keys are left alone here: GenAI refuses those itself, by name. A key
/// that GenAI can do without is optional here too, and null counts as absent.
public struct GenAIConfiguration: Sendable, Hashable {
    /// The decoder, the part of the model that makes tokens.
    public struct Decoder: Sendable, Hashable {
        /// The graph's file in the model folder; nil where the decoder is a pipeline.
        public var filename: String?
        /// The graphs' files where the decoder is a pipeline of several, in the file's order of stages where it is an array.
        public var pipeline: [String]
        /// How many layers the decoder has.
        public var layers: Int
        /// How many heads of attention queries have.
        public var attentionHeads: Int?
        /// How many heads keys and values have.
        public var keyValueHeads: Int?
        /// Elements of one head.
        public var headSize: Int?
        /// Elements of one hidden state.
        public var hiddenSize: Int?
        /// Graph input names by their role; keys such as `past_key_names` are patterns with `%d` for the layer.
        public var inputs: [String: String]
        /// Graph output names by their role.
        public var outputs: [String: String]
        /// Whether some layers keep another state than keys and values (convolution, recurrence), so that they count for fewer.
        public var hasMixedState: Bool

        /// Files that make up the decoder.
        public var graphFiles: [String] { pipeline.isEmpty ? [filename].compactMap { $0 } : pipeline }
        /// The pattern of the inputs that take past keys, with `%d` for the layer.
        public var pastKeyPattern: String {
            // Where keys and values are one tensor a layer, GenAI takes `past_names` instead.
            inputs["past_names"] ?? inputs["past_key_names"] ?? "past_key_values.%d.key"
        }
        /// The name of the output that holds the logits.
        public var logitsName: String { outputs["logits"] ?? "logits" }
    }

    /// The defaults of the token search.
    public struct Search: Sendable, Hashable {
        /// Prompt and answer together, in tokens.
        public var maximumLength: Int?
        /// Whether tokens are drawn at random.
        public var samples: Bool?
        /// Divides the logits before drawing.
        public var temperature: Double?
        /// How many of the likeliest tokens may be drawn.
        public var topK: Int?
        /// The share of likelihood that may be drawn from.
        public var topP: Double?
        /// What repeated tokens' logits are divided by.
        public var repetitionPenalty: Double?
        /// Whether past and present keys and values are one buffer, allocated for the whole length at once.
        public var sharesPastBuffer: Bool?
    }

    /// The architecture, such as `qwen2`; never empty.
    public var type: String
    /// Prompt and answer together, in tokens: `model.context_length`, else `search.max_length`; nil where neither is set.
    public var contextLength: Int?
    /// How many tokens the model knows.
    public var vocabularySize: Int?
    /// Tokens that end an answer; empty where none is set.
    public var endTokenIDs: [Int]
    /// The token that begins a text.
    public var beginTokenID: Int?
    /// The token that fills up a batch.
    public var padTokenID: Int?
    /// The decoder.
    public var decoder: Decoder
    /// Graph files of encoder, embedding, vision and speech, sorted.
    public var companionGraphs: [String]
    /// The defaults of the token search.
    public var search: Search

    /// The file's name in a model folder.
    public static let filename = "genai_config.json"

    /// The task in the words of Foundry catalogs: `chat-completion`, or `automatic-speech-recognition`.
    public var task: String {
        ["whisper", "nemotron_speech", "parakeet_tdt"].contains(type) ? "automatic-speech-recognition" : "chat-completion"
    }

    /// Reads the file of a model folder.
    /// - Parameter url: `genai_config.json`.
    /// - Throws: ``FoundryError`` `notFound` or `io`; `corrupt` naming the file and the place or key that is wrong.
    public init(contentsOf url: URL) throws {
        try self.init(JSONFile.object(url, limit: 8 << 20))
    }
}
