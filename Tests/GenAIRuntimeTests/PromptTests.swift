import FoundryCore
import GenAIRuntime
import Inference
import Testing

@Suite("The engine's prompts", .timeLimit(.minutes(2)))
struct PromptTests {
    @Test("are written by the chat template, with every message and room for the answer")
    func template() async throws {
        let model = try FakeModel()
        try await model.withEngine { engine in
            let content = "quotes \" \\ / tab \t 漢 👩‍👩‍👧 \u{1} \u{7F} </s>"
            let messages = [
                ChatMessage(role: .system, content: "be brief"), ChatMessage(role: .user, content: "a\nb"),
                ChatMessage(role: .assistant, content: ""), ChatMessage(role: .user, content: content, name: "Ann"),
            ]
            let answer = await engine.answer(GenerationRequest(messages: messages))
            #expect(answer.text == content)
            #expect(model.counts.lastPrompt == "<system>be brief\n<user>a\nb\n<assistant>\n<user>\(content)\n<assistant>")
        }
    }

    /// The reference's way to write prompts, which gives the fake's prompts here.
    private static let inferenceModel = #"{"Name": "fake", "PromptTemplate": {"prompt": "<user>{Content}\n<assistant>"}}"#

    @Test("are written by inference_model.json where the tokenizer brings no template")
    func promptTemplate() async throws {
        let files = ["tokenizer_config.json": "{}", "inference_model.json": Self.inferenceModel]
        try await FakeModel("fail_template it is not asked", files: files).withEngine { engine in
            let answer = await engine.answer(request("{Content} é"))
            #expect(answer.text == "{Content} é")
            #expect(answer.completion?.usage.promptTokens == promptLength("{Content} é"))
            #expect(await engine.answer(request("a\0b")).error?.code == .invalidArgument)
        }
    }

    @Test("are written by the tokenizer's template where there are both")
    func bothTemplates() async throws {
        let model = try FakeModel(files: ["inference_model.json": Self.inferenceModel.replacing("user", with: "other")])
        try await model.withEngine { engine in
            _ = await engine.answer(request("hi"))
            #expect(model.counts.lastPrompt == "<user>hi\n<assistant>")
        }
    }

    @Test("are counted as they are read")
    func count() async throws {
        let model = try FakeModel()
        try await model.withEngine { engine in
            let messages = [ChatMessage(role: .system, content: "é"), ChatMessage(role: .user, content: "hi")]
            let count = try await engine.countTokens(messages)
            #expect(count == "<system>é\n<user>hi\n<assistant>".utf8.count)
            let answer = await engine.answer(GenerationRequest(messages: messages))
            #expect(answer.completion?.usage.promptTokens == count)
            #expect(model.counts.generators == 1)
        }
    }

    @Test("are refused with a zero character, which the C API would cut them at", arguments: zip(["", "a", "end"], ["", "b", ""]))
    func zeroCharacter(_ before: String, _ after: String) async throws {
        let model = try FakeModel()
        let content = "\(before)\0\(after)"
        try await model.withEngine { engine in
            let messages = [ChatMessage(role: .user, content: "fine"), ChatMessage(role: .user, content: content)]
            let error = await engine.answer(GenerationRequest(messages: messages)).error
            #expect(error?.code == .invalidArgument)
            #expect(error?.parameter == "messages[1].content")
            await #expect(throws: FoundryError.self) { try await engine.countTokens(messages) }
            #expect(model.counts.generators == 0)
        }
    }

    @Test("are read in chunks")
    func chunks() async throws {
        let model = try FakeModel()
        let content = String(repeating: "0123456789", count: 130)
        try await model.withEngine { engine in
            #expect(await engine.answer(request(content)).text == content)
            #expect((1...512).contains(model.counts.largestAppend))
        }
    }

    @Test("are refused with the numbers where they do not fit the context", arguments: [nil, 10])
    func overflow(_ maxTokens: Int?) async throws {
        let model = try FakeModel(contextLength: 100)
        let content = String(repeating: "x", count: maxTokens == nil ? 82 : 73)
        try await model.withEngine { engine in
            let error = await engine.answer(request(content, maxTokens: maxTokens.map { $0 + 1 })).error
            #expect(error?.code == .contextLengthExceeded)
            #expect(error?.message.contains("\(promptLength(content)) tokens") == true)
            #expect(error?.message.contains("100 tokens") == true)
            #expect(error?.parameter == (maxTokens == nil ? "messages" : "max_tokens"))
            #expect(model.counts.generators == 0)
            // One token less fits.
            let answer = await engine.answer(request(String(content.dropLast()), maxTokens: maxTokens))
            #expect(answer.error == nil)
        }
    }

    @Test("get memory for themselves and their answer only", arguments: [nil, 1, 50])
    func memory(_ maxTokens: Int?) async throws {
        let model = try FakeModel(contextLength: 4096)
        try await model.withEngine { engine in
            _ = await engine.answer(request("hello", maxTokens: maxTokens))
            #expect(model.counts.lastMaxLength == promptLength("hello") + (maxTokens ?? GenerationRequest.defaultMaxTokens))
            #expect(model.counts.lastSearch("batch_size") == 1)
        }
    }

    @Test("get what the context leaves where that is less than the default")
    func memoryWithinContext() async throws {
        let model = try FakeModel(contextLength: 300)
        try await model.withEngine { engine in
            _ = await engine.answer(request("hello"))
            #expect(model.counts.lastMaxLength == 300)
        }
    }

    @Test("and the model's facts are those of its configuration")
    func facts() async throws {
        try await FakeModel(contextLength: 777).withEngine { engine in
            #expect(engine.facts.contextLength == 777)
            #expect(engine.facts.vocabularySize == 256)
            #expect(engine.facts.modelType == "llama")
            #expect(engine.facts.runtime == "fake 1")
        }
    }

    @Test("are computed by as many threads as asked for", arguments: [nil, 3])
    func threads(_ count: Int?) async throws {
        let model = try FakeModel()
        try await model.withEngine(threads: count) { _ in
            #expect(model.counts.lastOverlay.contains(#""intra_op_num_threads":3"#) == (count != nil))
        }
    }
}
