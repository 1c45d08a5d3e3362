import Testing

@testable import FoundryCommands

/// Tables that programs parse by column.
@Suite struct ModelTableTests {
    private func row(_ alias: String, _ device: String, _ gigabytes: Double, _ id: String) -> ModelRow {
        ModelRow(
            alias: alias, device: device, provider: "CPUExecutionProvider", task: "chat-completion",
            sizeBytes: Int64(gigabytes * Double(1 << 30)),
            license: "MIT", id: id)
    }

    @Test func theListIsThatOfTheOlderGenerationToTheByte() {
        let table = ModelTable(rows: [row("phi-4", "GPU", 8.37, "Phi-4-generic-gpu:1"), row("phi-4", "CPU", 10.16, "Phi-4-generic-cpu:1")])
        #expect(
            table.text == """
                Alias                          Device     Task           File Size    License      Model ID
                -----------------------------------------------------------------------------------------------
                phi-4                          GPU        chat           8.37 GB      MIT          Phi-4-generic-gpu:1
                                               CPU        chat           10.16 GB     MIT          Phi-4-generic-cpu:1
                ----------------------------------------------------------------------------------------------------------

                """)
    }

    @Test func everyAliasHasARuleOfItsLongestId() {
        let id = String(repeating: "x", count: 33) + ":1"
        let lines = ModelTable(rows: [row("a", "CPU", 1, id), row("b", "CPU", 1, "b:1")]).text.split(separator: "\n")
        #expect(lines.count == 6)
        #expect(lines[3].count == 122)
        #expect(lines[5].count == 90)
    }

    @Test func aLongAliasKeepsABlankBehindIt() {
        let alias = String(repeating: "a", count: 40)
        #expect(ModelTable(rows: [row(alias, "CPU", 1, "i:1")]).text.contains("\n\(alias) CPU  "))
    }

    @Test func theCacheListIsThatOfTheOlderGenerationToTheByte() {
        let text = CacheList.text([
            ("phi-4-mini", "Phi-4-mini-instruct-generic-gpu:5"), ("Model was not found in catalog", "mycustommodel"),
        ])
        #expect(
            text == """
                Models cached on device:
                   Alias                                             Model ID
                💾 phi-4-mini                                        Phi-4-mini-instruct-generic-gpu:5
                💾 Model was not found in catalog                    mycustommodel

                """)
        #expect(CacheList.text([]) == "No models cached on device\n")
    }

    @Test(arguments: [
        ("device=CPU", true), ("device=!cpu", false), ("DEVICE=gpu", false), ("provider=cpuexecutionprovider", true), ("task=chat", true),
        ("task=chat-completion", true), ("task=!embeddings", true), ("alias=PHI-4", true), ("alias=phi*", true), ("alias=*", true),
        ("alias=!phi*", false),
        ("alias=qwen*", false), ("alias=phi", false),
    ])
    func filtersCompareAsTheOlderGenerationDid(_ text: String, _ matches: Bool) throws {
        #expect(try #require(ModelFilter(argument: text)).matches(row("phi-4", "CPU", 1, "p:1")) == matches)
    }

    @Test(arguments: ["", "device", "device=", "device=!", "size=3", "=x"])
    func otherFiltersAreRefused(_ text: String) { #expect(ModelFilter(argument: text) == nil) }

    @Test(arguments: [
        ("chat-completion", ModelType.chat), ("embeddings", .embedding), ("vision-language-chat", .multimodal),
        ("automatic-speech-recognition", .speech),
        ("coding", .chat),
    ])
    func tasksHaveAKind(_ task: String, _ type: ModelType) { #expect(ModelType(task: task) == type) }
}
