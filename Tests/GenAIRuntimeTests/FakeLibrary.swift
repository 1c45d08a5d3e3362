import Foundation
import FoundryTestSupport
import GenAIRuntime
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The fake GenAI library that the package builds, opened as the real one would be.
enum FakeLibrary {
    /// Where the library lies: with the build's products.
    static let url = BuildProducts.library("FakeGenAI")

    static func open() throws -> GenAILibrary { try GenAILibrary(onnxRuntime: nil, genAI: url) }

    /// One of the functions that tell what the engine did, from the opened library: the tests' own program has a copy of it with
    /// counts of its own. Nil where there is none, which fails the test that runs.
    static func function<Function>(_ name: String, as type: Function.Type) -> Function? {
        guard let symbol = dlsym(dlopen(url.path, RTLD_NOW), name) else {
            Issue.record("\(url.path) has no function \(name)")
            return nil
        }
        return unsafeBitCast(symbol, to: type)
    }
}

/// What the fake library counted for one model folder.
struct FakeCounts: Sendable {
    let folder: String

    private typealias Number = @convention(c) (UnsafePointer<CChar>) -> Int
    private typealias Search = @convention(c) (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Double
    private typealias Copy = @convention(c) (UnsafePointer<CChar>, UnsafeMutablePointer<CChar>?, Int) -> Int

    var liveObjects: Int { number("live_objects") }
    var wrongThreadCalls: Int { number("wrong_thread_calls") }
    var generators: Int { number("generators") }
    var lastMaxLength: Int { number("last_max_length") }
    var largestAppend: Int { number("largest_append") }
    var writtenTokens: Int { number("written_tokens") }
    var blockedCalls: Int { number("blocked_calls") }
    var lastPrompt: String { text("last_prompt") }
    var lastOverlay: String { text("last_overlay") }

    /// A search option of the generator made last; nil where it was given none.
    func lastSearch(_ name: String) -> Double? {
        let value = FakeLibrary.function("fake_genai_last_search", as: Search.self)?(folder, name) ?? .nan
        return value.isNaN ? nil : value
    }

    private func number(_ name: String) -> Int { FakeLibrary.function("fake_genai_\(name)", as: Number.self)?(folder) ?? -1 }

    private func text(_ name: String) -> String {
        guard let copy = FakeLibrary.function("fake_genai_\(name)", as: Copy.self) else { return "" }
        var buffer = [CChar](repeating: 0, count: copy(folder, nil, 0) + 1)
        _ = copy(folder, &buffer, buffer.count)
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
