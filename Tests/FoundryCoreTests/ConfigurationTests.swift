import FoundryCore
import FoundryTestSupport
import Foundation
import Testing

@Suite("The configuration")
struct ConfigurationTests {
    private let directory: TemporaryDirectory
    private var file: URL { directory.url.appending(path: "config.json") }

    init() throws { directory = try TemporaryDirectory() }

    private func read(_ content: String) throws -> Configuration {
        try Data(content.utf8).write(to: file)
        return try Configuration(contentsOf: file)
    }

    @Test("is the default where there is no file")
    func missing() throws {
        let configuration = try Configuration(contentsOf: file)
        #expect(configuration == Configuration())
        #expect(configuration.port == nil && configuration.cacheDirectory == nil)
        #expect(configuration.idleTimeoutSeconds == 600 && configuration.logLevel == .info)
    }

    @Test("is read from its file, what is not there being the default")
    func reads() throws {
        #expect(try read("{}") == Configuration())
        let configuration = try read(#" {"port": 0, "cacheDirectory": "/x/é", "logLevel": "debug"} "#)
        #expect(configuration.port == 0)
        #expect(configuration.cacheDirectory == "/x/é")
        #expect(configuration.logLevel == .debug)
        #expect(configuration.idleTimeoutSeconds == 600)
        #expect(try read(#"{"port": null, "cacheDirectory": null}"#) == Configuration())
    }

    @Test(
        "is refused with the file and the key that is wrong",
        arguments: [
            (#"{"prot": 1}"#, "prot"), (#"{"": 1}"#, "There is no setting"), (#"{"Port": 1}"#, "Port"), (#"{"port": "80"}"#, "port takes"),
            (#"{"port": -1}"#, "port takes"), (#"{"port": 65536}"#, "port takes"), (#"{"port": 1.5}"#, "port takes"),
            (#"{"port": true}"#, "port takes"),
            (#"{"port": 9223372036854775808}"#, "port takes"), (#"{"port": [80]}"#, "port takes"),
            (#"{"cacheDirectory": "x/y"}"#, "cacheDirectory takes"),
            (#"{"cacheDirectory": ""}"#, "cacheDirectory takes"), (#"{"cacheDirectory": 1}"#, "cacheDirectory takes"),
            (#"{"cacheDirectory": "~/x"}"#, "cacheDirectory takes"), (#"{"idleTimeoutSeconds": -1}"#, "idleTimeoutSeconds takes"),
            (#"{"idleTimeoutSeconds": null}"#, "idleTimeoutSeconds takes"),
            (#"{"idleTimeoutSeconds": 31536001}"#, "idleTimeoutSeconds takes"),
            (#"{"logLevel": "loud"}"#, "logLevel takes"), (#"{"logLevel": 1}"#, "logLevel takes"),
            (#"{"logLevel": null}"#, "logLevel takes"),
            (#"{"port": 1, "logLevel": "INFO"}"#, "logLevel takes"),
        ])
    func wrongKey(_ content: String, _ words: String) {
        let error = #expect(throws: FoundryError.self) { try read(content) }
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains(words) == true)
        #expect(error?.message.contains(file.path) == true)
    }

    @Test(
        "is refused where the file is no JSON object",
        arguments: ["", "[]", "null", "{", "{\"port\": 1", "port=1", "{'port': 1}", "\u{FEFF}x", "\"{}\""])
    func notAnObject(_ content: String) {
        let error = #expect(throws: FoundryError.self) { try read(content) }
        #expect(error?.message.contains(file.path) == true)
    }

    @Test("is refused where the file is no text")
    func binary() throws {
        try Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 37) }).write(to: file)
        #expect(throws: FoundryError.self) { try Configuration(contentsOf: file) }
    }

    @Test("is refused where the file nests without end")
    func deep() throws {
        let content = #"{"port":"# + String(repeating: "[", count: 50_000)
        #expect(throws: FoundryError.self) { try read(content) }
    }

    @Test("is refused where a folder lies in its place")
    func folder() throws {
        try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
        let error = #expect(throws: FoundryError.self) { try Configuration(contentsOf: file) }
        #expect(error?.code == .io)
    }

    @Test("comes back from its file as it was written")
    func roundTrip() throws {
        var configuration = Configuration()
        configuration.port = 8080
        configuration.cacheDirectory = "/models/with \"quotes\" and 漢"
        configuration.idleTimeoutSeconds = 0
        configuration.logLevel = .error
        try configuration.write(to: file)
        #expect(try Configuration(contentsOf: file) == configuration)
        try Configuration().write(to: file)
        #expect(try Configuration(contentsOf: file) == Configuration())
    }

    @Test("writes only what differs from the defaults")
    func writesLittle() throws {
        var configuration = Configuration()
        configuration.port = 1
        try configuration.write(to: file)
        #expect(try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: file)) == .object(["port": .integer(1)]))
    }

    @Test(
        "takes settings as text",
        arguments: [
            ("port", "5272", JSONValue.integer(5272)), ("port", "0", .integer(0)), ("idleTimeoutSeconds", "60", .integer(60)),
            ("cacheDirectory", "/a b", .string("/a b")), ("logLevel", "warning", .string("warning")),
        ])
    func text(_ key: String, _ text: String, _ expected: JSONValue) throws {
        var configuration = Configuration()
        try configuration.set(key, toText: text)
        #expect(try configuration.value(of: key) == expected)
        try configuration.reset(key)
        #expect(configuration == Configuration())
    }

    @Test(
        "stays as it was where a text is refused",
        arguments: [
            ("port", "http"), ("port", ""), ("port", "65536"), ("port", "80 "), ("port", "1.0"), ("logLevel", "Info"), ("logLevel", ""),
            ("cacheDirectory", "relative"), ("cacheDirectory", ""), ("idleTimeoutSeconds", "10m"), ("nothing", "1"),
        ])
    func refusedText(_ key: String, _ text: String) {
        var configuration = Configuration()
        configuration.port = 7
        let before = configuration
        let error = #expect(throws: FoundryError.self) { try configuration.set(key, toText: text) }
        #expect(error?.message.contains(key) == true)
        #expect(configuration == before)
    }

    @Test("knows its settings by name, and no others")
    func keys() {
        #expect(Set(Configuration().values.keys) == Set(Configuration.keys))
        #expect(Configuration.keys == Configuration.keys.sorted())
        var configuration = Configuration()
        #expect(throws: FoundryError.self) { try configuration.reset("nothing") }
        #expect(throws: FoundryError.self) { try configuration.value(of: "nothing") }
    }
}
