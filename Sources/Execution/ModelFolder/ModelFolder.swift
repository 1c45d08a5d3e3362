public import Foundation
import FoundryCore

/// A folder with a model for ONNX Runtime GenAI that has been read and found whole.
///
/// The check needs no native library and reads no weights. What it finds wrong it names by file, where the engine would fail
/// with a message about its insides, or not at all: a wrong number of layers or tokens goes unnoticed there.
public struct ModelFolder: Sendable {
    /// The folder, which holds `genai_config.json`.
    public let url: URL
    /// What `genai_config.json` says.
    public let configuration: GenAIConfiguration
    /// The graphs by their file; those in ONNX Runtime's own format (`.ort`) are left out.
    public let graphs: [String: OnnxGraphSummary]
    /// Where the chat template lies.
    public let chatTemplate: ChatTemplateSource
    /// What `inference_model.json` says; nil where there is none.
    public let inferenceModel: InferenceModelFile?
    /// What people are shown about the model.
    public let facts: ModelFacts

    /// The decoder's graph, where it is a single one.
    public var decoderGraph: OnnxGraphSummary? { configuration.decoder.filename.flatMap { graphs[$0] } }
    /// How to write prompts where there is no chat template; nil where the folder does not say.
    public var promptTemplate: PromptTemplate? { inferenceModel?.promptTemplate }

    /// Reads a folder and checks all of it. It blocks on the file system.
    /// - Parameter url: The folder.
    /// - Throws: ``FoundryError`` `notFound` where there is no such folder, `invalidArgument` where it is no folder, `io` where it
    ///   cannot be read; `corrupt` with every file that is wrong, why, and what to do.
    public init(checking url: URL) throws {
        self.url = url
        try Self.checkFolder(url)
        var problems: [FoundryError] = []
        func attempt<Value>(_ body: () throws -> Value) -> Value? {
            do { return try body() } catch {
                problems.append(FoundryError.wrapping(error))
                return nil
            }
        }
        let configuration = attempt { try Self.configuration(url.appending(path: GenAIConfiguration.filename)) }
        let tokenizer = TokenizerFiles(folder: url)
        _ = attempt { try tokenizer.check() }
        let chatTemplate = attempt { try tokenizer.chatTemplate() }
        let inferenceURL = url.appending(path: InferenceModelFile.filename)
        inferenceModel =
            FileManager.default.fileExists(atPath: inferenceURL.path) ? attempt { try InferenceModelFile(contentsOf: inferenceURL) } : nil
        var graphs: [String: OnnxGraphSummary] = [:]
        if let configuration {
            let check = GraphCheck(folder: url, configuration: configuration)
            graphs = check.read(&problems)
            // Numbers are compared only where all graphs could be read.
            if problems.isEmpty { problems += check.contradictions(graphs) }
        }
        guard problems.isEmpty, let configuration, let chatTemplate else { throw Self.combined(problems) }
        self.configuration = configuration
        self.graphs = graphs
        self.chatTemplate = chatTemplate
        let decoder = configuration.decoder.graphFiles.compactMap { graphs[$0] }
        let pastPrefix = configuration.decoder.pastKeyPattern.split(separator: "%d").first.map(String.init) ?? ""
        facts = ModelFacts(
            type: configuration.type,
            contextLength: configuration.contextLength,
            vocabularySize: configuration.vocabularySize,
            layers: configuration.decoder.layers,
            precision: ModelFacts.precision(of: decoder, pastPrefix: pastPrefix),
            sizeBytes: FolderContents(of: url).bytes
        )
    }

    private static func checkFolder(_ url: URL) throws {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) else {
            throw FoundryError(.notFound, "There is no folder \(url.path).")
        }
        guard isDirectory.boolValue else {
            throw FoundryError(.invalidArgument, "\(url.path) is no folder. Give the folder that holds \(GenAIConfiguration.filename).")
        }
        guard FileManager.default.isReadableFile(atPath: url.path), FileManager.default.isExecutableFile(atPath: url.path) else {
            throw FoundryError(.io, "The folder \(url.path) may not be read by this user. Change its permissions.")
        }
    }

    private static func configuration(_ url: URL) throws -> GenAIConfiguration {
        guard try ModelPath.size(of: url) != nil else {
            throw FoundryError(
                .corrupt,
                "\(RegularFile.label(url)): the file is missing, so this is no model folder. Give the folder that holds this file.")
        }
        return try GenAIConfiguration(contentsOf: url)
    }

    /// One error for all that is wrong, so that a person can mend it at once.
    private static func combined(_ problems: [FoundryError]) -> FoundryError {
        guard problems.count > 1 else {
            return problems.first ?? FoundryError(.internalError, "The model folder could not be checked.")
        }
        let shown = problems.prefix(4).map(\.message).joined(separator: " Also: ")
        return FoundryError(.corrupt, problems.count > 4 ? "\(shown) There are \(problems.count - 4) more problems." : shown)
    }
}
