import Foundation
import FoundryTestSupport

/// A model folder made by hand, whole unless a test breaks it.
struct TestModelFolder {
    let temporary: TemporaryDirectory
    let url: URL

    init(configuration: String = TestModelFolder.configuration(), graph: [UInt8]? = TestGraph.decoder()) throws {
        temporary = try TemporaryDirectory()
        url = temporary.url.appending(path: "model")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try write("genai_config.json", configuration)
        try write("tokenizer.json", #"{"version":"1.0","model":{"type":"BPE"}}"#)
        if let graph { try write("model.onnx", graph) }
    }

    static func configuration(type: String = "llama", layers: Int = 1, vocabulary: Int = 32, decoder: String = #""filename":"model.onnx""#)
        -> String
    {
        """
        {"model":{"type":"\(type)","context_length":64,"vocab_size":\(vocabulary),"eos_token_id":[1,2],
          "decoder":{"num_hidden_layers":\(layers),\(decoder)}},"search":{"max_length":32}}
        """
    }

    func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

    func write(_ name: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: url.appending(path: name)) }

    func remove(_ name: String) throws { try FileManager.default.removeItem(at: url.appending(path: name)) }
}
