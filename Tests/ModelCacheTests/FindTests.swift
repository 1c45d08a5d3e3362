import FoundryCore
import ModelCache
import Testing

@Suite struct FindTests {
    private func home() throws -> TestHome {
        let home = try TestHome()
        for name in [
            "Phi-4-mini-generic-cpu:5", "Phi-4-mini-generic-cpu:12", "Phi-4-mini-cuda-gpu:12", "qwen2.5-0.5b-generic-cpu:4", "tinytalk:0",
            "phi-4:1", "mini:1",
        ] {
            try home.model("p/\(name.replacing(":", with: "_"))", name: name)
        }
        return home
    }

    @Test(arguments: [
        ("Phi-4-mini-generic-cpu:5", "Phi-4-mini-generic-cpu:5"), ("PHI-4-MINI-GENERIC-CPU:5", "Phi-4-mini-generic-cpu:5"),
        ("phi-4-mini-generic-cpu", "Phi-4-mini-generic-cpu:12"), ("phi-4-mini", "Phi-4-mini-cuda-gpu:12"), ("tinytalk", "tinytalk:0"),
        ("TinyTalk:0", "tinytalk:0"),
        ("phi-4", "phi-4:1"),
    ]) func resolvesNames(_ name: String, _ id: String) throws {
        let home = try home()
        #expect(try home.cache.find(name).id.description == id)
    }

    @Test(arguments: [("tinytak", "tinytalk"), ("phi4-mini", "Phi-4-mini"), ("qwen", "qwen2.5-0.5b"), ("Mini:1x", "mini")])
    func proposesNearNames(_ name: String, _ near: String) throws {
        let home = try home()
        let error = #expect(throws: FoundryError.self) { try home.cache.find(name) }
        #expect(error?.code == .notFound)
        #expect(error?.message.contains(near) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("foundry model list") == true)
    }

    @Test(arguments: ["", ":", "../..", "zzzzzzzzzzzz", String(repeating: "x", count: 10_000), "\u{0}"]) func refusesAnythingElse(
        _ name: String
    ) throws {
        let home = try home()
        let error = #expect(throws: FoundryError.self) { try home.cache.find(name) }
        #expect(error?.code == .notFound)
        #expect((error?.message.utf8.count ?? .max) < 600)
    }

    @Test func proposesFiveAtMost() throws {
        let home = try TestHome()
        for index in 0..<9 { try home.model("p/name\(index)") }
        let error = #expect(throws: FoundryError.self) { try home.cache.find("name") }
        #expect(error?.message.contains("name4?") == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("name5") == false)
    }

    @Test func takesNoOtherVersionThanTheOneAskedFor() throws {
        let home = try home()
        let error = #expect(throws: FoundryError.self) { try home.cache.find("tinytalk:1") }
        #expect(error?.message.contains("Did you mean tinytalk") == true, "\(error?.message ?? "")")
    }
}
