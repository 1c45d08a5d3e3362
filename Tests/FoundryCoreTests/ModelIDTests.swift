import FoundryCore
import Foundation
import Testing

@Suite("A model id")
struct ModelIDTests {
    @Test(
        "is read from name and version",
        arguments: [
            ("Phi-4-mini-instruct-generic-cpu:5", "Phi-4-mini-instruct-generic-cpu", 5), ("a", "a", 0), ("a:0", "a", 0),
            ("7b.v1_x-2:12", "7b.v1_x-2", 12),
            ("x:9223372036854775807", "x", Int.max),
        ])
    func reads(_ text: String, _ name: String, _ version: Int) throws {
        let id = try ModelID(parsing: text)
        #expect(id.name == name)
        #expect(id.version == version)
        #expect(try ModelID(parsing: id.description) == id)
    }

    @Test(
        "is refused where it is none",
        arguments: [
            "", ":", ":1", "a:", "a:b", "a:1:2", "a:-1", "a: 1", "a:1 ", "a:1.0", "a:0x1", "a:9223372036854775808", "a:١", " a", "a b",
            "a/b", "../a", ".a",
            "-a", "_a", "é", "a\u{0}", "a\n", "a:1\n", "a\\b", "a%2f", String(repeating: "a", count: 129),
        ])
    func refused(_ text: String) {
        let error = #expect(throws: FoundryError.self) { try ModelID(parsing: text) }
        #expect(error?.code == .invalidArgument)
        #expect((error?.message.count ?? 0) < 300)
    }

    @Test("has one spelling of its version", arguments: ["a:+5", "a:05", "a:00", "a:-0"])
    func spelling(_ text: String) { #expect(throws: FoundryError.self) { try ModelID(parsing: text) } }

    @Test("is as long as a name may be")
    func longest() throws {
        let name = String(repeating: "a", count: 128)
        #expect(try ModelID(parsing: "\(name):1").name == name)
    }

    @Test("made from parts is checked as well", arguments: [("a:b", 1), ("", 0), ("a", -1), ("a/..", 1)])
    func parts(_ name: String, _ version: Int) { #expect(throws: FoundryError.self) { try ModelID(name: name, version: version) } }

    @Test("is its text in JSON")
    func coding() throws {
        let id = try ModelID(name: "a.b", version: 3)
        let json = try JSONEncoder().encode([id])
        #expect(String(decoding: json, as: UTF8.self) == #"["a.b:3"]"#)
        #expect(try JSONDecoder().decode([ModelID].self, from: json) == [id])
        for hostile in [#"["../x:1"]"#, "[1]", "[null]", #"[{"name":"a"}]"#] {
            #expect(throws: (any Error).self) { try JSONDecoder().decode([ModelID].self, from: Data(hostile.utf8)) }
        }
    }
}
