import FoundryCore
import ModelCache
import Testing

@Suite struct ModelNameTests {
    @Test(arguments: [
        ("Phi-4-mini-instruct-generic-cpu", "Phi-4-mini-instruct"), ("qwen2.5-0.5b-instruct-cuda-gpu", "qwen2.5-0.5b-instruct"),
        ("a-generic-gpu", "a"), ("a-openvino-npu", "a"), ("a-openvino-gpu", "a"), ("a-openvino-cpu", "a"), ("a-qnn-npu", "a"),
        ("a-trtrtx-gpu", "a"),
        ("a-vitis-npu", "a"), ("A-Generic-CPU", "A"), ("plain", "plain"), ("-generic-cpu", "-generic-cpu"), ("a-cpu", "a-cpu"),
    ]) func takesTheDeviceOffAnAlias(_ name: String, _ alias: String) {
        #expect(ModelName.alias(of: name) == alias)
    }

    @Test(arguments: [
        ("tinytalk", "tinytalk"), ("my model (1)", "my-model--1-"), (".hidden", "hidden"), ("", "model"), ("---", "model"),
        ("größe", "gr--e"), ("a/b:c", "a-b-c"),
        ("一二", "model"), (String(repeating: "a", count: 300), String(repeating: "a", count: 128)),
    ]) func makesValidNames(_ text: String, _ name: String) {
        #expect(ModelName.valid(from: text) == name)
        #expect(ModelID.isValidName(ModelName.valid(from: text)))
    }

    @Test(arguments: [
        ("Phi-4-generic-cpu-3", "Phi-4-generic-cpu:3"), ("tinytalk", "tinytalk:0"), ("a-int4", "a-int4:0"), ("a-", "a-:0"), ("-3", "3:0"),
        ("a b-12", "a-b:12"),
        ("a-99999999999999999999", "a-99999999999999999999:0"),
    ]) func readsIDsOffFolders(_ folder: String, _ id: String) throws {
        #expect(try ModelName.id(ofFolder: folder).description == id)
    }
}
