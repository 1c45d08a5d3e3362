import APIContracts
import FoundryCore
import HTTPTypes
import Hummingbird
import Testing

@testable import LocalServer

struct ErrorAnswerTests {
    @Test(arguments: [
        (FoundryError.Code.invalidArgument, 400, nil), (.contextLengthExceeded, 400, "context_length_exceeded"),
        (.notFound, 404, "model_not_found"), (.exists, 409, "exists"), (.invalidState, 409, "invalid_state"),
        (.corrupt, 500, "model_corrupt"),
        (.unsupported, 501, "unsupported"), (.runtimeMissing, 503, "runtime_missing"), (.overloaded, 429, "overloaded"),
        (.timeout, 504, "timeout"), (.cancelled, 499, "cancelled"), (.engineFailure, 500, "engine_failure"), (.io, 500, "io"),
        (.unreachable, 502, "unreachable"), (.internalError, 500, "internal"), (.init(rawValue: "new"), 500, "new"),
    ])
    func everyCodeHasAStatus(_ code: FoundryError.Code, _ status: Int, _ name: String?) {
        let answer = ErrorAnswer(FoundryError(code, "Something happened."))
        #expect(answer.status.code == status)
        #expect(answer.object.code == name)
        #expect(answer.object.type == (status >= 500 ? "server_error" : "invalid_request_error"))
        #expect((answer.object.message == "Something happened.") == (code != .internalError))
    }

    @Test func whatIsUnsupportedInAParameterIsTheRequestsFault() {
        let answer = ErrorAnswer(FoundryError(.unsupported, "No.", parameter: "stop"))
        #expect(answer.status == .badRequest)
        #expect(answer.object.param == "stop")
    }

    @Test func anOverloadTellsWhenToTryAgain() {
        #expect(ErrorAnswer(FoundryError(.overloaded, "Later.")).headers[.retryAfter] == "1")
    }

    @Test func foreignErrorsAndCausesAreNotShown() {
        struct SecretState: Error { let path = "/home/somebody" }
        for error in [SecretState(), FoundryError(.io, "Could not read.", cause: SecretState())] as [any Error] {
            let message = ErrorAnswer(error).object.message
            #expect(!message.contains("Secret") && !message.contains("somebody"))
        }
    }
}
