import FoundryCore
import Inference

/// The work of an engine's thread: every request in turn, a step each, until it is told to stop.
struct GenAILoop {
    let model: GenAIModel
    let inbox: GenAIInbox

    private static let unloaded = FoundryError(.invalidState, "The model was unloaded while it answered.")

    func run() {
        var waiting: [GenAIEngine.Submission] = []
        var active: [GenAIGeneration] = []
        while true {
            let news = inbox.take()
            waiting += news.submissions
            for count in news.counts { count.reply(Result { try model.prompt(count.messages).tokens.count }) }
            if news.isStopping { return stop(waiting, active) }

            waiting.removeAll { submission in
                guard submission.channel.isCancelled else { return false }
                inbox.count {
                    $0.queued -= 1
                    $0.cancelled += 1
                }
                return true
            }
            let before = active.count
            while active.count < GenAIEngine.maximumActive, !waiting.isEmpty {
                active.append(GenAIGeneration(submission: waiting.removeFirst(), model: model))
                inbox.count {
                    $0.queued -= 1
                    $0.active += 1
                }
            }
            if active.count != before { inbox.setActive(active.map(\.submission.terminator)) }
            if !advance(&active) { inbox.wait() }
        }
    }

    /// Gives each request a step. False where none of them could do anything.
    private func advance(_ active: inout [GenAIGeneration]) -> Bool {
        var progressed = false
        active.removeAll { generation in
            let before = (generation.promptTokens, generation.completionTokens)
            let step = generation.step()
            inbox.count { counters in
                counters.promptTokens += generation.promptTokens - before.0
                counters.completionTokens += generation.completionTokens - before.1
                guard case .ended(let outcome) = step else { return }
                counters.active -= 1
                if case .cancelled = outcome { counters.cancelled += 1 } else { counters.completed += 1 }
            }
            switch step {
            case .progressed: progressed = true
            case .blocked: break
            case .ended(let outcome):
                if case .failed = outcome, inbox.isStopping {
                    generation.conclude(.failed(Self.unloaded))
                } else {
                    generation.conclude(outcome)
                }
                progressed = true
                return true
            }
            return false
        }
        return progressed
    }

    private func stop(_ waiting: [GenAIEngine.Submission], _ active: [GenAIGeneration]) {
        for submission in waiting + active.map(\.submission) { submission.channel.finish(throwing: Self.unloaded) }
        inbox.count {
            $0.active = 0
            $0.queued = 0
        }
    }
}
