import Foundation
import FoundryTestSupport
import GenAIRuntime
import Inference
import Testing

/// A model folder for the fake library, whole enough for every check, with a script that says what is written.
final class FakeModel: Sendable {
    let counts: FakeCounts
    let url: URL
    private let directory: TemporaryDirectory

    /// A graph with one output, `logits`, and nothing else: `ModelProto` with its version and a `GraphProto`.
    private static let graph: [UInt8] = [0x08, 0x08, 0x3A, 0x0A, 0x62, 0x08, 0x0A, 0x06] + Array("logits".utf8)

    /// - Parameters:
    ///   - script: The lines of `fake_script.txt`; without any, the answer repeats the user's message.
    ///   - endTokens: `eos_token_id` as JSON.
    ///   - files: Further files by name, or others in the place of those this makes.
    init(_ script: String = "", contextLength: Int = 8192, endTokens: String = "0", files: [String: String] = [:]) throws {
        directory = try TemporaryDirectory()
        url = directory.url
        counts = FakeCounts(folder: url.path)
        let configuration = """
            {"model": {"type": "llama", "context_length": \(contextLength), "vocab_size": 256, "bos_token_id": 1, "eos_token_id": \(endTokens),
             "pad_token_id": 0, "decoder": {"filename": "model.onnx", "num_hidden_layers": 0}}, "search": {"max_length": \(contextLength)}}
            """
        try write("genai_config.json", Data(configuration.utf8))
        try write("model.onnx", Data(Self.graph))
        try write("tokenizer.json", Data(#"{"version": "1.0", "model": {"type": "BPE", "vocab": {}, "merges": []}}"#.utf8))
        try write("tokenizer_config.json", Data(#"{"chat_template": "{{ messages }}", "eos_token": "\u0000"}"#.utf8))
        try write("fake_script.txt", Data(script.utf8))
        for (name, content) in files { try write(name, Data(content.utf8)) }
    }

    func load(threads: Int? = nil) async throws -> GenAIEngine {
        try await GenAIEngine.load(url, library: FakeLibrary.open(), threads: threads, runtime: "fake 1")
    }

    /// Gives a loaded engine to a test, then shuts it down and checks that nothing is left and no call came from a wrong thread.
    func withEngine(threads: Int? = nil, _ body: (GenAIEngine) async throws -> Void) async throws {
        let engine = try await load(threads: threads)
        do { try await body(engine) } catch {
            await engine.shutdown()
            throw error
        }
        await engine.shutdown()
        #expect(counts.liveObjects == 0)
        #expect(counts.wrongThreadCalls == 0)
    }

    private func write(_ name: String, _ data: Data) throws { try data.write(to: url.appending(path: name)) }
}

/// A script line that writes a text, byte by byte.
func emit(_ text: String) -> String { "emit " + text.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }

/// A request with one user's message.
func request(
    _ content: String, sampling: SamplingParameters = .init(), maxTokens: Int? = nil, stop: [String] = []
) -> GenerationRequest {
    GenerationRequest(messages: [ChatMessage(role: .user, content: content)], sampling: sampling, maxTokens: maxTokens, stop: stop)
}

/// The tokens of a one-message prompt, by the fake's template.
func promptLength(_ content: String) -> Int { "<user>\(content)\n<assistant>".utf8.count }

/// Waits until something holds. It looks again and again, for half a minute at least.
func eventually(_ what: Comment, sourceLocation: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool) async throws {
    for _ in 0..<30_000 {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(1))
    }
    Issue.record("it did not come about: \(what)", sourceLocation: sourceLocation)
}
