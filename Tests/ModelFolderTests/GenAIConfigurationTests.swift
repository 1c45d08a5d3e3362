import Foundation
import FoundryCore
import FoundryTestSupport
import ModelFolder
import Testing

@Suite struct GenAIConfigurationTests {
    /// Every real configuration of the test data.
    static let real: [URL] = ["data/catalog/genai-configs", "data/catalog/inference_models", "data/catalog/foundry-local-testdata"]
        .compactMap(SharedData.folder)
        .flatMap { folder in
            (FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []).compactMap { $0 as? URL }
        }
        .filter { $0.lastPathComponent == "genai_config.json" }

    private func decode(_ text: String) throws -> GenAIConfiguration {
        let temporary = try TemporaryDirectory()
        let url = temporary.url.appending(path: "genai_config.json")
        try Data(text.utf8).write(to: url)
        return try GenAIConfiguration(contentsOf: url)
    }

    @Test(.enabled(if: !real.isEmpty || SharedData.isRequired, "the test data is absent"), arguments: real) func readsRealConfigurations(
        _ url: URL
    ) throws {
        let configuration = try GenAIConfiguration(contentsOf: url)
        #expect(!configuration.type.isEmpty)
        #expect(!configuration.decoder.graphFiles.isEmpty)
        #expect(try #require(configuration.contextLength) > 0)
    }

    @Test(.enabled(if: SharedData.isWanted("data/models/random-tiny-int4"), "the test data is absent")) func readsTheValues() throws {
        let folder = try #require(SharedData.folder("data/models/random-tiny-int4"))
        let configuration = try GenAIConfiguration(contentsOf: folder.appending(path: "genai_config.json"))
        #expect(configuration.type == "llama")
        #expect(configuration.contextLength == 2048)
        #expect(configuration.vocabularySize == 2048)
        #expect(configuration.endTokenIDs == [2])
        #expect(configuration.beginTokenID == 1)
        #expect(configuration.padTokenID == 0)
        #expect(configuration.decoder.filename == "model.onnx")
        #expect(configuration.decoder.layers == 2)
        #expect(configuration.decoder.attentionHeads == 4)
        #expect(configuration.decoder.keyValueHeads == 2)
        #expect(configuration.decoder.headSize == 32)
        #expect(configuration.decoder.hiddenSize == 128)
        #expect(configuration.decoder.pastKeyPattern == "past_key_values.%d.key")
        #expect(configuration.search.maximumLength == 2048)
        #expect(configuration.search.sharesPastBuffer == true)
        #expect(configuration.search.samples == false)
        #expect(configuration.search.topK == 50)
    }

    @Test(.enabled(if: SharedData.isWanted("data/catalog/genai-configs"), "the test data is absent")) func findsThePartsOfAPipeline()
        throws
    {
        let folder = try #require(SharedData.folder("data/catalog/genai-configs/pipeline-model"))
        let configuration = try GenAIConfiguration(contentsOf: folder.appending(path: "genai_config.json"))
        #expect(configuration.decoder.filename == nil)
        #expect(Set(configuration.decoder.graphFiles) == ["embeds.onnx", "transformer.onnx", "lm_head.onnx"])
    }

    @Test(.enabled(if: SharedData.isWanted("data/catalog/genai-configs"), "the test data is absent"))
    func findsTheCompanionsOfAWhisper() throws {
        let folder = try #require(SharedData.folder("data/catalog/genai-configs/whisper"))
        let configuration = try GenAIConfiguration(contentsOf: folder.appending(path: "genai_config.json"))
        #expect(configuration.companionGraphs == ["dummy_encoder.onnx"])
        #expect(configuration.task == "automatic-speech-recognition")
    }

    @Test(arguments: [
        (#""context_length":64"#, #""max_length":32"#, 64), (#""context_length":0"#, #""max_length":32"#, 32),
        (#""bos_token_id":1"#, #""max_length":32"#, 32),
    ]) func takesTheContextLength(_ model: String, _ search: String, _ expected: Int) throws {
        let configuration = try decode(#"{"model":{"type":"t",\#(model),"decoder":{"filename":"m"}},"search":{\#(search)}}"#)
        #expect(configuration.contextLength == expected)
    }

    @Test func countsNullAndUnknownKeysAsAbsent() throws {
        let configuration = try decode(
            #"{"model":{"type":"t","weird":3,"pad_token_id":null,"decoder":{"filename":"m","inputs":null,"session_options":{"x":[1]}}},"engine":{}}"#
        )
        #expect(configuration.padTokenID == nil)
        #expect(configuration.contextLength == nil)
    }

    @Test func takesWholeNumbersWrittenWithAPoint() throws {
        #expect(try decode(#"{"model":{"type":"t","context_length":2048.0,"decoder":{"filename":"m"}}}"#).contextLength == 2048)
    }

    @Test(arguments: [
        ("", "line 1, column 1"), (#"{"model": {"#, "line 1, column 12"), ("[]", "no JSON object"), ("{}", "key model is missing"),
        (#"{"model":3}"#, "model is a number"),
        (#"{"model":{"decoder":{"filename":"m"}}}"#, "model.type is missing"),
        (#"{"model":{"type":7,"decoder":{"filename":"m"}}}"#, "model.type is a number"),
        (#"{"model":{"type":"","decoder":{"filename":"m"}}}"#, "model.type is empty"),
        (#"{"model":{"type":"t"}}"#, "model.decoder is missing"),
        (#"{"model":{"type":"t","decoder":{}}}"#, "model.decoder.filename is missing"),
        (#"{"model":{"type":"t","decoder":{"filename":["m"]}}}"#, "model.decoder.filename is an array"),
        (#"{"model":{"type":"t","context_length":-1,"decoder":{"filename":"m"}}}"#, "model.context_length is -1"),
        (#"{"model":{"type":"t","vocab_size":1e300,"decoder":{"filename":"m"}}}"#, "model.vocab_size is 1e+300"),
        (#"{"model":{"type":"t","vocab_size":99999999999,"decoder":{"filename":"m"}}}"#, "model.vocab_size is 99999999999"),
        (#"{"model":{"type":"t","eos_token_id":[1,"x"],"decoder":{"filename":"m"}}}"#, "model.eos_token_id[1] is a string"),
        (#"{"model":{"type":"t","decoder":{"filename":"m","head_size":1.5}}}"#, "model.decoder.head_size is 1.5"),
        (#"{"model":{"type":"t","decoder":{"filename":"m","num_hidden_layers":true}}}"#, "model.decoder.num_hidden_layers is a boolean"),
        (#"{"model":{"type":"t","decoder":{"filename":"m","inputs":{"input_ids":1}}}}"#, "model.decoder.inputs.input_ids is a number"),
        (#"{"model":{"type":"t","decoder":{"pipeline":[3]}}}"#, "model.decoder.pipeline[0] is a number"),
        (#"{"model":{"type":"t","decoder":{"pipeline":[{"a":{}}]}}}"#, "model.decoder.pipeline[0].a.filename is missing"),
        (#"{"model":{"type":"t","decoder":{"filename":"m"}},"search":{"do_sample":"yes"}}"#, "search.do_sample is a string"),
    ]) func namesFileAndKey(_ text: String, _ expected: String) {
        let error = #expect(throws: FoundryError.self) { try decode(text) }
        #expect(error?.code == .corrupt)
        #expect(error?.message.hasPrefix("genai_config.json in ") == true)
        #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
    }

    @Test func refusesWhatNestsTooDeep() {
        let text =
            #"{"model":{"type":"t","decoder":{"filename":"m"},"x":"# + String(repeating: "[", count: 5000)
            + String(repeating: "]", count: 5000) + "}}"
        #expect(throws: FoundryError.self) { try decode(text) }
    }
}
