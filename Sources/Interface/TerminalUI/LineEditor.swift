public import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Reads lines from a terminal with editing, history and pastes of several lines; from anything else, plainly line by line.
///
/// The keys are those of Emacs and readline. Ctrl-Z stops the program as usual, Ctrl-L clears the screen. Keys typed after a line's
/// end are kept for the next line. One line is read at a time; a second caller waits.
public final class LineEditor: Sendable {
    private struct State {
        var session: EditSession
        var decoder = KeyDecoder()
        var keys: [Key] = []
        var plain: PlainLineReader
    }

    private let input: Int32
    private let output: Int32
    private let style: TerminalStyle
    private let isInteractive: Bool
    private let state: Mutex<State>

    /// An editor; it changes nothing on the terminal before the first line is read.
    /// - Parameters:
    ///   - input: The file descriptor read from.
    ///   - output: The file descriptor drawn to.
    ///   - history: Earlier lines, reached by the arrows; lines read are added to it.
    ///   - style: Whether the placeholder may be grey; without it there is none. By the output and the environment unless given.
    ///   - environment: The variables to look at; where `TERM` is `dumb` there is no editing.
    public init(
        input: Int32 = 0, output: Int32 = 1, history: InputHistory = InputHistory(), style: TerminalStyle? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.input = input
        self.output = output
        self.style = style ?? TerminalStyle(output: output, environment: environment)
        isInteractive = isatty(input) == 1 && isatty(output) == 1 && environment["TERM"] != "dumb"
        state = Mutex(State(session: EditSession(history: history), plain: PlainLineReader(descriptor: input)))
    }

    /// The lines so far. It waits while a line is being read.
    public var history: InputHistory { state.withLock { $0.session.history } }

    /// Reads a line. It blocks, so it is for a thread of its own: in asynchronous code use ``nextLine(prompt:continuationPrompt:placeholder:)``.
    ///
    /// The terminal's cursor must stand at the start of a row, and stands there afterwards, whatever the result. The terminal's
    /// settings are put back on every way out.
    /// - Parameters:
    ///   - prompt: What stands before the line; style sequences are allowed.
    ///   - continuationPrompt: What stands before the further lines of a paste.
    ///   - placeholder: A hint in grey where nothing is typed yet.
    ///   - remembers: Whether the line goes into the history.
    /// - Throws: ``TerminalError`` where the terminal cannot be read, drawn to or set, or a line is larger than 4 MiB.
    public func readLine(
        prompt: String, continuationPrompt: String = "", placeholder: String = "", remembers: Bool = true
    ) throws -> LineInput {
        try state.withLock { state in
            guard isInteractive else { return try readPlainLine(prompt, &state.plain) }
            let renderer = LineRenderer(prompt: prompt, continuationPrompt: continuationPrompt, placeholder: placeholder, style: style)
            let result = try edit(renderer, &state)
            if remembers, case .line(let line) = result { state.session.history.append(line) }
            return result
        }
    }

    /// Reads a line as ``readLine(prompt:continuationPrompt:placeholder:remembers:)`` does, on a thread made for it.
    /// Cancelling the calling task does not end the reading: only the user or the input's end does.
    /// - Parameters:
    ///   - prompt: What stands before the line.
    ///   - continuationPrompt: What stands before the further lines of a paste.
    ///   - placeholder: A hint in grey where nothing is typed yet.
    ///   - remembers: Whether the line goes into the history.
    /// - Throws: As ``readLine(prompt:continuationPrompt:placeholder:remembers:)``.
    public func nextLine(
        prompt: String, continuationPrompt: String = "", placeholder: String = "", remembers: Bool = true
    ) async throws -> LineInput {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { [self] in
                continuation.resume(
                    with: Result {
                        try readLine(
                            prompt: prompt, continuationPrompt: continuationPrompt, placeholder: placeholder, remembers: remembers)
                    })
            }
            thread.name = "line editor"
            thread.stackSize = 2 << 20
            thread.start()
        }
    }

    /// Adds a line the program put together itself to the history.
    /// - Parameter entry: The line, or several with `\n` between them.
    public func remember(_ entry: String) { state.withLock { $0.session.history.append(entry) } }

    private func readPlainLine(_ prompt: String, _ reader: inout PlainLineReader) throws -> LineInput {
        // A person at a terminal without abilities still has to see that it is their turn.
        if isatty(input) == 1, isatty(output) == 1 { try DescriptorWriter.write(prompt, to: output) }
        return try reader.next().map(LineInput.line) ?? .endOfInput
    }

    private func edit(_ renderer: LineRenderer, _ state: inout State) throws -> LineInput {
        state.session.buffer = LineBuffer()
        state.session.history.stopBrowsing()
        return try RawMode.run(on: input) { settings in
            let screen = EditScreen(output: output, renderer: renderer)
            let source = try KeySource(input: input)
            defer { try? screen.close() }
            try screen.open(state.session.buffer)
            while true {
                let keys = state.keys
                state.keys = []
                for (index, key) in keys.enumerated() {
                    guard let result = try perform(state.session.handle(key), state.session.buffer, screen, settings) else { continue }
                    state.keys = Array(keys.dropFirst(index + 1))
                    return result
                }
                if !keys.isEmpty { try screen.draw(state.session.buffer) }
                switch try source.wait(&state.decoder) {
                case .keys(let keys): state.keys = keys
                case .resized: try screen.draw(state.session.buffer)
                case .closed:
                    try? screen.finish(state.session.buffer)
                    return .endOfInput
                }
            }
        }
    }

    /// Does what a key asks for; a result ends the line. The line itself is drawn once for all keys that came together.
    private func perform(
        _ effect: EditSession.Effect, _ buffer: LineBuffer, _ screen: EditScreen, _ settings: TerminalState
    ) throws -> LineInput? {
        switch effect {
        case .none, .redraw: return nil
        case .notice(let sentence): try screen.show(sentence, above: buffer)
        case .clearScreen: try screen.clear(buffer)
        case .suspend:
            try screen.close()
            try settings.restore()
            raise(SIGTSTP)  // comes back when the shell continues the program
            try settings.enterRawMode()
            try screen.open(buffer)
        case .submit:
            try screen.finish(buffer)
            return .line(buffer.text)
        case .interrupt:
            try screen.finish(buffer)
            return .interrupted
        case .endOfInput:
            try screen.finish(buffer)
            return .endOfInput
        }
        return nil
    }
}
