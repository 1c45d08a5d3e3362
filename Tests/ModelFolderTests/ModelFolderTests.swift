import Foundation
import FoundryCore
import FoundryTestSupport
import ModelFolder
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite struct ModelFolderTests {
    static let models = SharedData.folder("data/models")

    private func problem(_ folder: URL) -> String {
        do {
            _ = try ModelFolder(checking: folder)
            return "no problem"
        } catch { return FoundryError.wrapping(error).message }
    }

    @Test(
        .enabled(if: models != nil || SharedData.isRequired, "the test data is absent"),
        arguments: [
            ("bad_json", "genai_config.json in ", "line 2"), ("bad_tok", "tokenizer.json in ", "no tokenizer"),
            ("layers", "genai_config.json in ", "num_hidden_layers is 3"), ("no_data", "model.onnx.data in ", "missing"),
            ("no_tok", "tokenizer.json in ", "missing"), ("rand_onnx", "model.onnx in ", "byte"),
            ("trunc_data", "model.onnx.data in ", "900000 bytes"),
            ("trunc_onnx", "model.onnx in ", "bytes left"), ("vocab", "genai_config.json in ", "vocab_size is 4096"),
            ("zero_onnx", "model.onnx in ", "empty"),
        ]) func namesWhatIsBroken(_ name: String, _ file: String, _ reason: String) throws
    {
        let folder = try #require(Self.models).appending(path: "broken/\(name)")
        let error = #expect(throws: FoundryError.self) { try ModelFolder(checking: folder) }
        #expect(error?.code == .corrupt)
        #expect(error?.message.hasPrefix(file) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }

    @Test(
        .enabled(if: models != nil || SharedData.isRequired, "the test data is absent"),
        arguments: ["broken/unk_field", "broken/unk_type", "tinytalk", "random-tiny-int4"])
    func passesWhatTheEngineJudges(_ name: String) throws {
        _ = try ModelFolder(checking: try #require(Self.models).appending(path: name))
    }

    @Test(.enabled(if: models != nil || SharedData.isRequired, "the test data is absent")) func tellsTheFacts() throws {
        let models = try #require(Self.models)
        let tiny = try ModelFolder(checking: models.appending(path: "random-tiny-int4"))
        #expect(tiny.facts.type == "llama")
        #expect(tiny.facts.contextLength == 2048)
        #expect(tiny.facts.vocabularySize == 2048)
        #expect(tiny.facts.layers == 2)
        #expect(tiny.facts.precision == "int4")
        #expect(tiny.facts.sizeBytes == 1_866_238)
        #expect(tiny.chatTemplate == .file("chat_template.jinja"))
        let talk = try ModelFolder(checking: models.appending(path: "tinytalk"))
        #expect(talk.facts.precision == "fp32")
        #expect(talk.chatTemplate == .tokenizerConfig)
    }

    @Test func passesAFolderMadeByHand() throws {
        let model = try TestModelFolder()
        let folder = try ModelFolder(checking: model.url)
        #expect(folder.chatTemplate == .none)
        #expect(folder.promptTemplate == nil)
        #expect(folder.decoderGraph?.inputs.count == 3)
    }

    @Test func tellsAMissingFolderFromAFile() throws {
        let temporary = try TemporaryDirectory()
        #expect(throws: FoundryError.self) { try ModelFolder(checking: temporary.url) }
        let missing = #expect(throws: FoundryError.self) { try ModelFolder(checking: temporary.url.appending(path: "none")) }
        #expect(missing?.code == .notFound)
        let file = temporary.url.appending(path: "file")
        try Data().write(to: file)
        let wrong = #expect(throws: FoundryError.self) { try ModelFolder(checking: file) }
        #expect(wrong?.code == .invalidArgument)
    }

    @Test func namesAllFilesThatAreWrong() throws {
        let model = try TestModelFolder(graph: nil)
        try model.write("tokenizer.json", "{")
        try model.write("tokenizer_config.json", "[]")
        try model.write("inference_model.json", #"{"Name":3}"#)
        let message = problem(model.url)
        for file in ["model.onnx", "tokenizer.json", "tokenizer_config.json", "inference_model.json"] {
            #expect(message.contains("\(file) in \(model.url.path)"), "\(message)")
        }
    }

    @Test(arguments: ["tokenizer.model", "vocab.json", "vocab.txt", "spiece.model", "x.tiktoken"]) func acceptsOtherTokenizers(
        _ name: String
    ) throws {
        let model = try TestModelFolder()
        try model.remove("tokenizer.json")
        #expect(problem(model.url).contains("tokenizer.json"))
        try model.write(name, "x")
        #expect(problem(model.url) == "no problem")
    }

    @Test(arguments: [
        ("llama", 2, [0, 1], true), ("llama", 3, [0, 1], false), ("llama", 1, [0, 1], false), ("llama", 2, [0, 2], false),
        ("llama", 5, [], true),
        ("gemma4_text", 4, [0, 1], true), ("gemma4_text", 1, [0, 1], false),
    ]) func comparesLayers(_ type: String, _ layers: Int, _ indices: [Int], _ fits: Bool) throws {
        let model = try TestModelFolder(
            configuration: TestModelFolder.configuration(type: type, layers: layers), graph: TestGraph.decoder(layers: indices))
        #expect((problem(model.url) == "no problem") == fits)
    }

    @Test func comparesLayersByTheConfiguredPattern() throws {
        let decoder = #""filename":"model.onnx","inputs":{"past_names":"past_%d"}"#
        let graph = TestGraph.decoder(layers: [0, 1], names: ["past_%"])
        for (layers, fits) in [(2, true), (3, false)] {
            let model = try TestModelFolder(configuration: TestModelFolder.configuration(layers: layers, decoder: decoder), graph: graph)
            #expect((problem(model.url) == "no problem") == fits)
        }
    }

    @Test func letsMixedLayersKeepFewerKeys() throws {
        let decoder = #""filename":"model.onnx","layer_types":["conv","full_attention"]"#
        let model = try TestModelFolder(
            configuration: TestModelFolder.configuration(type: "lfm2", layers: 2, decoder: decoder), graph: TestGraph.decoder(layers: [1]))
        #expect(problem(model.url) == "no problem")
    }

    @Test func checksEveryGraphOfAPipeline() throws {
        let decoder = #""pipeline":[{"a":{"filename":"a.onnx"},"b":{"filename":"b.onnx"}}]"#
        let model = try TestModelFolder(configuration: TestModelFolder.configuration(layers: 2, decoder: decoder), graph: nil)
        try model.write("a.onnx", TestGraph.decoder(layers: [0]))
        #expect(problem(model.url).hasPrefix("b.onnx in "))
        try model.write("b.onnx", TestGraph.decoder(layers: [1]))
        #expect(problem(model.url) == "no problem")
    }

    @Test(arguments: ["../model.onnx", "/tmp/model.onnx", "a/../../x", "a\\..\\..\\x"]) func refusesGraphsOutsideTheFolder(_ path: String)
        throws
    {
        let escaped = path.replacingOccurrences(of: "\\", with: "\\\\")
        let model = try TestModelFolder(configuration: TestModelFolder.configuration(decoder: #""filename":"\#(escaped)""#))
        #expect(problem(model.url).contains("no plain path"))
    }

    @Test func refusesAPipeInTheConfigurationsPlace() throws {
        let model = try TestModelFolder()
        try model.remove("genai_config.json")
        #expect(mkfifo(model.url.appending(path: "genai_config.json").path, 0o600) == 0)
        #expect(problem(model.url).contains("no regular file"))
    }

    @Test(
        arguments: [
            (["MatMulNBits"], 1, "int4"), (["MatMul"], 1, "fp32"), (["MatMul"], 10, "fp16"), (["MatMul"], 16, "bf16"),
            (["DequantizeLinear"], 1, "int8"),
            (["EPContext"], 1, nil),
        ] as [([String], UInt64, String?)]) func guessesThePrecision(_ operators: [String], _ type: UInt64, _ expected: String?) throws
    {
        let model = try TestModelFolder(graph: TestGraph.decoder(elementType: type, operators: operators))
        #expect(try ModelFolder(checking: model.url).facts.precision == expected)
    }
}
