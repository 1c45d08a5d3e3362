import APIContracts
import FoundryCore

/// One answer, streamed from the service to whoever shows it.
struct AnswerStream: Sendable {
    /// What came.
    struct Answer: Sendable, Equatable {
        var text = ""
        /// Why it ended: `stop` or `length`; nil where it was stopped.
        var finishReason: String?
        var isInterrupted = false
        var statistics: AnswerStatistics
    }

    let client: any ModelService

    /// Asks, and hands over each piece as it comes.
    /// - Parameters:
    ///   - request: The question.
    ///   - onText: Called with each piece of text.
    /// - Returns: The answer; where the calling task is cancelled, what had come by then.
    /// - Throws: What the service says is wrong.
    func run(_ request: ChatCompletionRequest, onText: (String) throws -> Void) async throws -> Answer {
        let start = ContinuousClock.now
        var answer = Answer(statistics: AnswerStatistics(total: .zero))
        do {
            try await client.stream(request) { chunk in
                if let usage = chunk.usage { answer.statistics.usage = usage }
                guard let choice = chunk.choices.first else { return }
                if let reason = choice.finishReason { answer.finishReason = reason }
                guard let text = choice.delta.content, !text.isEmpty else { return }
                if answer.statistics.timeToFirstToken == nil { answer.statistics.timeToFirstToken = .now - start }
                answer.text += text
                try onText(text)
            }
        } catch  where Task.isCancelled || (error as? FoundryError)?.code == .cancelled {
            answer.isInterrupted = true
        }
        answer.statistics.total = .now - start
        return answer
    }
}
