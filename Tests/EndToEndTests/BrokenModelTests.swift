import Foundation
import FoundryCore
import FoundryTestSupport
import Testing

/// Every broken folder gives an error about the right file, and the service lives on.
@Suite(.serialized, .enabled(if: RealModels.areAvailable, "\(RealModels.reason)"))
struct BrokenModelTests {
    private static let guilty = [
        "bad_json": "genai_config.json", "bad_tok": "tokenizer.json", "layers": "num_hidden_layers", "no_data": "model.onnx.data",
        "no_tok": "tokenizer.json", "rand_onnx": "model.onnx", "trunc_data": "model.onnx.data", "trunc_onnx": "model.onnx",
        "unk_field": "genai_config.json", "unk_type": "genai_config.json", "vocab": "vocab_size", "zero_onnx": "model.onnx",
    ]

    @Test func loadNamesTheFileAndTheServiceLivesOn() async throws {
        let home = try FoundryHome()
        // Where a person would put them: registering checks a folder, putting it into the cache does not.
        let cache = home.directories.models.appending(path: "local")
        try FileManager.default.createDirectory(at: cache, withIntermediateDirectories: true)
        for name in Self.guilty.keys {
            try FileManager.default.copyItem(atPath: FoundryHome.model("broken/\(name)"), toPath: cache.appending(path: name).path)
        }
        try await home.add("tinytalk")
        let service = try await home.startService()
        for (name, file) in Self.guilty.sorted(by: { $0.key < $1.key }) {
            let answer = try await service.chat(#"{"model":"\#(name)","messages":[{"role":"user","content":"hi"}]}"#)
            let message = answer.error["message"] as? String ?? ""
            #expect(answer.status == 500, "\(name): \(answer.status) \(answer.text)")
            #expect(message.contains(file), "\(name): \(message)")
            #expect(message.contains(name), "\(name): \(message)")
        }
        let answer = try await service.chat(#"{"model":"tinytalk","messages":[{"role":"user","content":"Do you like ice cream?"}]}"#)
        #expect(answer.content == "I love ice cream! It's so cool and refreshing.")
    }

    @Test(arguments: ["layers", "no_tok", "trunc_onnx"])
    func addRefusesTheFolder(name: String) async throws {
        let home = try FoundryHome()
        let result = try await home.run("model", "add", FoundryHome.model("broken/\(name)"))
        #expect(result.status == 5)
        #expect(result.errors.contains(try #require(Self.guilty[name])), "\(result.errors)")
    }
}
