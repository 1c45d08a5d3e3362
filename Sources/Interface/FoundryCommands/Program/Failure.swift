import FoundryCore
import TerminalUI

/// How a command's error ends the program: an exit status and one line.
struct Failure: Equatable {
    let status: ExitStatus
    /// The line for standard error, nil where silence is right. It begins as the texts of Foundry Local 0.8 do, which programs look for.
    let line: String?

    /// - Parameter error: What a command threw; nil comes back for the argument parser's own errors, which it prints itself.
    init?(_ error: any Error) {
        switch error {
        case is BrokenPipe:
            status = .brokenPipe
            line = nil
        case let error as TerminalError:
            status = .failure
            line = "Exception: \(Self.oneLine(error.message))"
        // Its errors for help, and for wrong arguments, are types only it knows.
        case _ where String(reflecting: type(of: error)).hasPrefix("ArgumentParser."): return nil
        default:
            let error = FoundryError.wrapping(error)
            status = ExitStatus(error.code)
            line = status == .interrupted ? nil : "Exception: \(Self.oneLine(error.description))"
        }
    }

    /// A message as one line that cannot steer the terminal: parts of it may come from files and other programs.
    static func oneLine(_ text: String) -> String {
        let flat = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return SafeText.withoutControls(flat)
    }
}
