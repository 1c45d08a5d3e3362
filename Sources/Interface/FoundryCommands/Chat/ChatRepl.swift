import Foundation
import FoundryCore
import ModelCache
import TerminalUI

/// The conversation at the terminal.
struct ChatRepl: Sendable {
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
                try await guarded { try await $0.perform(command) }
            }
        }
    }

    /// Asks the model and shows the answer. A question that fails is told and forgotten; what came of a stopped answer is kept.
    private mutating func ask(_ prompt: String) async throws {
        try await guarded { repl in
            try repl.context.output.line(ReplText.thinking)
            let printer = AnswerPrinter(output: repl.context.output, prefix: ReplText.answer)
            var answer = try await AnswerStream(client: repl.client).run(repl.session.request(for: prompt)) { try printer.write($0) }
            try printer.finish()
            if answer.finishReason == "length" {
                try repl.context.output.line("(The answer reached its greatest length: /set parameter max_tokens N)")
            }
            answer.statistics.load = repl.load
            repl.load = nil
            repl.last = answer.statistics
            repl.session.append(prompt: prompt, answer: answer.text)
            if repl.isVerbose { try repl.context.output.write(answer.statistics.text) }
        }
    }

    /// Does something that may fail, or be stopped by Ctrl-C, without ending the conversation. What it changed before it failed is undone.
    private mutating func guarded(_ body: @escaping @Sendable (inout ChatRepl) async throws -> Void) async throws {
        let task = Task { [self] in
            var repl = self
            try await body(&repl)
            return repl
        }
        let watcher = context.takesInterrupts ? try InterruptWatcher { task.cancel() } : nil
        defer { watcher?.cancel() }
        do { self = try await task.value } catch let error as BrokenPipe { throw error } catch {
            guard let line = Failure(error)?.line else { return }
            try context.errors.line(line)
        }
    }
}
