import Foundation
import Testing

/// A way to spoil an installed runtime, and the words a verification must use.
struct RuntimeDamage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let words: String
    let cause: @Sendable (FakeRuntime) throws -> Void

    init(_ description: String, words: String = "", cause: @escaping @Sendable (FakeRuntime) throws -> Void) {
        (testDescription, self.words, self.cause) = (description, words, cause)
    }
}

extension FakeRuntime {
    func editRecord(_ edit: (String) -> String) throws {
        let text = try String(contentsOf: recordFile, encoding: .utf8)
        let edited = edit(text)
        precondition(edited != text, "the edit changes nothing")
        try Data(edited.utf8).write(to: recordFile)
    }
}
