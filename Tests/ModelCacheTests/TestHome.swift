import Foundation
import FoundryCore
import FoundryTestSupport
import ModelCache

/// A home of its own with a model cache, filled by the test.
struct TestHome {
    let temporary: TemporaryDirectory
    let directories: FoundryDirectories
    let cache: ModelCache

    init() throws {
        temporary = try TemporaryDirectory()
        directories = FoundryDirectories(home: temporary.url.appending(path: "home"))
        try FileManager.default.createDirectory(at: directories.models, withIntermediateDirectories: true)
        cache = ModelCache(directories: directories)
    }

    /// Where models outside the cache go.
    var outside: URL { temporary.url.appending(path: "outside") }

    /// Makes a model folder in the cache.
    @discardableResult
    func model(_ path: String, name: String? = nil, type: String = "llama") throws -> URL {
        try Self.makeModel(directories.models.appending(path: path), name: name, type: type)
    }

    /// Makes a whole model folder.
    @discardableResult
    static func makeModel(_ url: URL, name: String? = nil, type: String = "llama") throws -> URL {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        func write(_ file: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: url.appending(path: file)) }
        try write(
            "genai_config.json",
            Array(#"{"model":{"type":"\#(type)","context_length":128,"vocab_size":8,"decoder":{"filename":"model.onnx"}}}"#.utf8))
        try write("tokenizer.json", Array(#"{"model":{}}"#.utf8))
        // A version and a graph with the output "logits", as ONNX writes them.
        try write("model.onnx", [8, 8, 0x3A, 10, 0x62, 8, 0x0A, 6] + Array("logits".utf8))
        if let name { try write("inference_model.json", Array(#"{"Name":"\#(name)","PromptTemplate":null}"#.utf8)) }
        return url
    }

    func write(_ path: String, _ text: String) throws {
        let url = directories.models.appending(path: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: directories.models.appending(path: path).path) }

    func ids() throws -> [String] { try cache.listing().models.map(\.id.description) }
}
