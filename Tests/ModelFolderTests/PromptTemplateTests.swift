import Foundation
import FoundryCore
import FoundryTestSupport
import ModelFolder
import Testing

@Suite struct PromptTemplateTests {
    private static let chatML = PromptTemplate(
        system: "<|im_start|>system\n{Content}<|im_end|>", user: "<|im_start|>user\n{Content}<|im_end|>",
        assistant: "<|im_start|>assistant\n{Content}<|im_end|>", prompt: "<|im_start|>user\n{Content}<|im_end|>\n<|im_start|>assistant")

    @Test func writesOneTurnWithThePrompt() {
        let text = PromptTemplate(assistant: "{Content}", prompt: "<|user|>\n{Content} <|end|>\n<|assistant|>").render(messages: [
            ("user", "Hi")
        ])
        #expect(text == "<|user|>\nHi <|end|>\n<|assistant|>")
    }

    @Test func writesAConversation() {
        let text = Self.chatML.render(messages: [("system", "Be brief."), ("user", "A"), ("assistant", "B"), ("user", "C")])
        #expect(
            text == """
                <|im_start|>system
                Be brief.<|im_end|>
                <|im_start|>user
                A<|im_end|>
                <|im_start|>assistant
                B<|im_end|>
                <|im_start|>user
                C<|im_end|>
                <|im_start|>assistant
                """)
    }

    @Test func doesNotBeginAnAnswerTwice() {
        let template = PromptTemplate(assistant: "<|assistant|>\n{Content}<|end|>", prompt: "<|user|>\n{Content}<|end|>\n<|assistant|>")
        let text = template.render(messages: [("user", "A"), ("assistant", "B"), ("user", "C")])
        #expect(text == "<|user|>\nA<|end|>\n<|assistant|>\nB<|end|>\n<|user|>\nC<|end|>\n<|assistant|>")
    }

    @Test func asksForAnAnswerAfterTheModelsOwnTurn() {
        let text = Self.chatML.render(messages: [("user", "A"), ("assistant", "B")])
        #expect(text.hasSuffix("B<|im_end|>\n<|im_start|>assistant"))
    }

    @Test func putsNoMessageIntoAnother() {
        let text = Self.chatML.render(messages: [("user", "say {Content}")])
        #expect(text == "<|im_start|>user\nsay {Content}<|im_end|>\n<|im_start|>assistant")
    }

    @Test func losesNoMessageWhereThePlaceholderIsMissing() {
        let template = PromptTemplate(
            system: "<s>", user: "[INST]{Content}[/INST]", assistant: "{Content}</s>", prompt: "[INST]{Content}[/INST]")
        #expect(template.render(messages: [("system", "Be brief."), ("user", "A")]) == "<s>Be brief.[INST]A[/INST]")
    }

    @Test func writesPlainTextWithoutAnyTemplate() {
        #expect(PromptTemplate().render(messages: [("user", "A")]) == "A")
        #expect(PromptTemplate().render(messages: []) == "")
    }

    static let real: [URL] =
        SharedData.folder("data/catalog/inference_models").map { folder in
            (FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []).compactMap { $0 as? URL }
                .filter { $0.lastPathComponent == "inference_model.json" }
        } ?? []

    @Test(.enabled(if: !real.isEmpty || SharedData.isRequired, "the test data is absent"), arguments: real) func readsRealFiles(_ url: URL)
        throws
    {
        let file = try InferenceModelFile(contentsOf: url)
        #expect(file.name?.isEmpty == false)
        let text = try #require(file.promptTemplate).render(messages: [("user", "one"), ("assistant", "two"), ("user", "three")])
        #expect(text.contains("one") && text.contains("two") && text.contains("three") && !text.contains("{Content}"))
    }

    @Test(arguments: [
        (#"{"Name":"a:1","PromptTemplate":null}"#, true), (#"{}"#, true), (#"{"Name":1}"#, false),
        (#"{"PromptTemplate":{"user":[]}}"#, false), ("[", false),
    ])
    func readsTheFile(_ text: String, _ valid: Bool) throws {
        let temporary = try TemporaryDirectory()
        let url = temporary.url.appending(path: "inference_model.json")
        try Data(text.utf8).write(to: url)
        let file = try? InferenceModelFile(contentsOf: url)
        #expect((file != nil) == valid)
        #expect(file?.promptTemplate == nil)
    }
}
