import ArgumentParser
import Dispatch
import Foundation
import FoundryCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The command line program.
public enum FoundryProgram {
    /// Runs the command that the process's arguments name, and ends the process with its exit status.
    public static func main() -> Never {
        let command: any ParsableCommand
        do {
            command = try FoundryCommand.parseAsRoot(ArgumentSpelling.normalized(Array(CommandLine.arguments.dropFirst())))
        } catch {
            FoundryCommand.exit(withError: error)
        }
        guard let asynchronous = command as? any AsyncParsableCommand else {
            // A group without a verb, which shows its help.
            var command = command
            do { try command.run() } catch { end(error) }
            exit(ExitStatus.success.rawValue)
        }
        Task {
            var command = asynchronous
            do { try await command.run() } catch { end(error) }
            exit(ExitStatus.success.rawValue)
        }
        dispatchMain()
    }

    private static func end(_ error: any Error) -> Never {
        guard let failure = Failure(error) else { FoundryCommand.exit(withError: error) }
        if let line = failure.line { try? TextOutput.standardError.write(line + "\n") }
        exit(failure.status.rawValue)
    }
}
