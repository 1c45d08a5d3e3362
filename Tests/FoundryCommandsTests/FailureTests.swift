import ArgumentParser
import FoundryCore
import Testing

@testable import FoundryCommands

/// Errors as exit statuses and lines.
@Suite struct FailureTests {
    private static let statuses: [(FoundryError.Code, Int32)] = [
        (.notFound, 2), (.unreachable, 3), (.runtimeMissing, 4), (.corrupt, 5), (.cancelled, 130), (.invalidArgument, 1), (.exists, 1),
        (.invalidState, 1), (.unsupported, 1), (.contextLengthExceeded, 1), (.engineFailure, 1), (.overloaded, 1), (.timeout, 1), (.io, 1),
        (.internalError, 1), (FoundryError.Code(rawValue: "of the future"), 1),
    ]

    @Test(arguments: statuses)
    func codesHaveTheirStatus(_ code: FoundryError.Code, _ status: Int32) {
        #expect(Failure(FoundryError(code, "m"))?.status.rawValue == status)
    }

    @Test func theNumbersStay() {
        #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 64, 130, 141])
    }

    @Test func theLineBeginsAsItDidInTheOlderGeneration() {
        let failure = Failure(FoundryError(.notFound, "Model x was not found in the catalog or local cache."))
        #expect(failure?.line == "Exception: Model x was not found in the catalog or local cache.")
    }

    @Test func aMessageOfSeveralLinesIsOneLineAndCannotSteerTheTerminal() {
        #expect(Failure(FoundryError(.io, "a\nb\r\n\u{1B}[31mc"))?.line == "Exception: a b \u{FFFD}[31mc")
    }

    @Test func nobodyReadingEndsWithoutAWord() {
        #expect(Failure(BrokenPipe()) == Failure(BrokenPipe()))
        #expect(Failure(BrokenPipe())?.line == nil)
        #expect(Failure(BrokenPipe())?.status == .brokenPipe)
    }

    @Test func theArgumentParserPrintsItsOwnErrors() {
        #expect(Failure(ExitCode(3)) == nil)
        #expect(Failure(ValidationError("v")) == nil)
        #expect(Failure(CleanExit.message("m")) == nil)
    }
}
