import Foundation
import FoundryCore
import ModelCache
import TerminalUI

/// The conversation at the terminal.
struct ChatRepl {
    let context: CommandContext
    let client: any ModelService
    var session: ChatSession
    let editor: ChatEditor
    /// Whether numbers follow each answer.
    var isVerbose = false
    /// What loading took; it is told with the first answer.
    var load: Duration?
    var last: AnswerStatistics?

    init(context: CommandContext, client: any ModelService, session: ChatSession, editor: ChatEditor) {
        self.context = context
        self.client = client
        self.session = session
        self.editor = editor
    }

    /// Talks until the user leaves.
    mutating func run() async throws {
        try context.output.line(ReplText.banner)
        var input = MessageInput()
        while true {
            let isOpen = input.isOpen
            switch try await editor.next(isOpen ? "... " : ReplText.prompt, isOpen ? "" : ReplText.placeholder) {
            case .endOfInput: return
            case .interrupted:
                if !isOpen { try context.output.line(ReplText.interruptHint) }
                input.cancel()
            case .line(let line):
                guard let message = input.push(line)?.trimmingBlanks, !message.isEmpty else { continue }
                editor.remember(message)
                guard let command = ReplCommand(line: message) else {
                    try await ask(message)
                    continue
                }
                if command == .exit { return }
                try await guarded { (repl) async throws in try await repl.perform(command) }
            }
        }
    }

    /// Asks the model and shows the answer. A turn that fails is told and forgotten; the conversation goes on.
    private mutating func ask(_ prompt: String) async throws {
        try await guarded { (repl) async throws in
            try repl.context.output.line(ReplText.thinking)
            var answer = try await repl.answer(prompt)
            answer.statistics.load = repl.load
            repl.load = nil
            repl.last = answer.statistics
            repl.session.append(prompt: prompt, answer: answer.text)
            if repl.isVerbose { try repl.context.output.write(answer.statistics.text) }
        }
    }

    /// Streams the answer; Ctrl-C stops it and not the program.
    private func answer(_ prompt: String) async throws -> AnswerStream.Answer {
        let printer = AnswerPrinter(output: context.output, prefix: ReplText.answer)
        let (client, request) = (client, session.request(for: prompt))
        let task = Task { try await AnswerStream(client: client).run(request) { try printer.write($0) } }
        let watcher = try InterruptWatcher { task.cancel() }
        defer { watcher.cancel() }
        let answer = try await task.value
        try printer.finish()
        if answer.finishReason == "length" { try context.output.line("(The answer reached its greatest length: /set parameter max_tokens N)") }
        return answer
    }

    /// Does something that may fail without ending the conversation.
    private mutating func guarded(_ body: (inout ChatRepl) async throws -> Void) async throws {
        do { try await body(&self) } catch let error as BrokenPipe { throw error } catch {
            guard let line = Failure(error)?.line else { return }
            try context.errors.line(line)
        }
    }
}
