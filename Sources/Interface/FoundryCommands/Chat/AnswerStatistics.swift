import APIContracts
import Foundation

/// The numbers of an answer.
struct AnswerStatistics: Sendable, Equatable {
    /// From the request to the end.
    var total: Duration
    /// From the request to the first text; nil where there was none.
    var timeToFirstToken: Duration?
    /// What loading the model took, before the first answer.
    var load: Duration?
    /// The tokens; nil where the answer was stopped before the service told them.
    var usage: ChatUsage?

    /// Tokens after the first one in the time after it.
    var tokensPerSecond: Double? {
        guard let usage, let timeToFirstToken, usage.completionTokens > 1 else { return nil }
        let seconds = (total - timeToFirstToken) / .seconds(1)
        return seconds > 0 ? Double(usage.completionTokens - 1) / seconds : nil
    }

    /// Names and values, a line each.
    var text: String {
        var lines = [("total duration:", Self.seconds(total))]
        if let load { lines.append(("load duration:", Self.seconds(load))) }
        if let timeToFirstToken { lines.append(("time to first token:", Self.seconds(timeToFirstToken))) }
        if let usage {
            lines.append(("prompt tokens:", "\(usage.promptTokens)"))
            lines.append(("completion tokens:", "\(usage.completionTokens)"))
        }
        if let tokensPerSecond { lines.append(("generation rate:", String(format: "%.2f tokens/s", tokensPerSecond))) }
        return lines.map { $0.0.padded(to: 22) + $0.1 + "\n" }.joined()
    }

    /// A time as `1.234s`.
    static func seconds(_ duration: Duration) -> String { String(format: "%.3fs", duration / .seconds(1)) }
}
