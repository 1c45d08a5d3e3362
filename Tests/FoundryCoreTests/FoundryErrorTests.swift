import FoundryCore
import Foundation
import Testing

@Suite("FoundryError")
struct FoundryErrorTests {
    private struct Other: Error, CustomStringConvertible { let description = "a tyre burst" }

    @Test("wraps itself as it is")
    func itself() {
        let error = FoundryError(.notFound, "There is no x.", parameter: "model", cause: Other())
        let wrapped = FoundryError.wrapping(error)
        #expect(wrapped.code == .notFound)
        #expect(wrapped.message == "There is no x.")
        #expect(wrapped.parameter == "model")
        #expect(wrapped.cause is Other)
    }

    @Test("wraps a cancellation as one")
    func cancellation() { #expect(FoundryError.wrapping(CancellationError()).code == .cancelled) }

    @Test("wraps any other error with its words")
    func others() {
        let wrapped = FoundryError.wrapping(Other())
        #expect(wrapped.code == .internalError)
        #expect(wrapped.message == "a tyre burst")
    }

    @Test("describes itself with its cause")
    func description() {
        #expect("\(FoundryError(.io, "Could not read."))" == "Could not read.")
        let inner = FoundryError(.io, "Could not read.", cause: Other())
        #expect("\(FoundryError(.corrupt, "The file is bad.", cause: inner))" == "The file is bad. (Could not read. (a tyre burst))")
    }

    @Test("keeps codes it does not know")
    func codes() throws {
        let code = try JSONDecoder().decode([FoundryError.Code].self, from: Data(#"["from_the_future"]"#.utf8))
        #expect(code == [FoundryError.Code(rawValue: "from_the_future")])
        #expect(
            try String(decoding: JSONEncoder().encode([FoundryError.Code.contextLengthExceeded]), as: UTF8.self)
                == #"["context_length_exceeded"]"#)
    }

    @Test("tells a system call's failure in the system's words")
    func system() {
        let error = FoundryError.system("open /x/y", errno: 2)
        #expect(error.code == .io)
        #expect(error.message == "Could not open /x/y: No such file or directory.")
    }
}
