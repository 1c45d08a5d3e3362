import Foundation
import FoundryCore

/// One question and its answer: standard output holds the answer and nothing else.
struct OneShot: Sendable {
    let context: CommandContext
    let client: any ModelService
    let session: ChatSession
    /// What loading took, for the numbers.
    var load: Duration?
    var isVerbose = false

    /// Asks and prints.
    func run(_ prompt: String) async throws {
        let printer = AnswerPrinter(output: context.output)
        var answer = try await AnswerStream(client: client).run(session.request(for: prompt)) { try printer.write($0) }
        try printer.finish()
        if answer.isInterrupted { throw FoundryError(.cancelled, "The answer was stopped.") }
        answer.statistics.load = load
        if isVerbose { try context.errors.write(answer.statistics.text) }
    }
}

/// A prompt that comes through a pipe or from a file.
enum PipedPrompt {
    /// The most bytes that are read.
    private static let limit = 16 << 20

    /// Reads standard input to its end; it blocks.
    /// - Throws: `FoundryError` `invalidArgument` where it is empty or too large.
    static func read(_ handle: FileHandle = .standardInput) throws -> String {
        var data = Data()
        while let piece = try? handle.read(upToCount: 1 << 16), !piece.isEmpty {
            data.append(piece)
            guard data.count <= limit else {
                throw FoundryError(.invalidArgument, "The prompt on standard input is larger than \(limit >> 20) MiB. Shorten it.")
            }
        }
        let text = String(decoding: data, as: UTF8.self).trimmingBlanks
        guard !text.isEmpty else {
            throw FoundryError(
                .invalidArgument, "Standard input holds no prompt. Give one with --prompt, or run the command in a terminal.")
        }
        return text
    }
}
