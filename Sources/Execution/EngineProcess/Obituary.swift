import FoundryCore

/// Says how an engine's process ended, for those who waited for its answers.
struct Obituary: Sendable {
    let name: String
    let child: ChildProcess

    /// How long a process whose socket ended may take to end as well, in seconds.
    private static let patience = 2.0

    /// The error of all requests after the socket ended by itself. It blocks the calling thread until the process has
    /// ended, which it brings about where need be: without its socket it is of no use.
    func error(after end: FrameSocket.End) -> FoundryError {
        switch end {
        case .closed:
            guard let status = child.waitBlocking(seconds: Self.patience) else {
                child.kill()
                _ = child.waitBlocking(seconds: Self.patience)
                return FoundryError(.engineFailure, "\(subject) closed its socket; it was ended. \(lastWords)")
            }
            return FoundryError(.engineFailure, "\(subject) \(status.description). \(lastWords)")
        case .violation(let what):
            child.kill()
            _ = child.waitBlocking(seconds: Self.patience)
            return FoundryError(.engineFailure, "\(subject) sent \(what); it was ended. \(lastWords)")
        }
    }

    /// The error of a load that took too long. It does not wait for anything.
    func timeout(_ limit: Duration) -> FoundryError {
        FoundryError(.timeout, "\(subject) had not loaded the model after \(limit); it was ended. \(quote(child.lastWords))")
    }

    private var subject: String { "The engine process of \(name) (pid \(child.pid))" }

    private var lastWords: String {
        child.waitForSilence(seconds: 0.2)
        return quote(child.lastWords)
    }

    private func quote(_ words: String) -> String {
        words.isEmpty ? "It left no message." : "Its last words: \(words)"
    }
}
