import FoundryCore
import Inference

/// One request on its way through the engine: waiting, prefill, decode, end. It stays on the thread of its engine, which
/// moves it on a step at a time, so that several take turns.
final class GenAIGeneration {
    /// What a step led to.
    enum Step {
        /// There is more to do.
        case progressed
        /// The reader has to read first.
        case blocked
        /// The request is over; ``conclude(_:)`` tells its reader.
        case ended(Outcome)
    }

    /// How a request ended.
    enum Outcome {
        case completed(GenerationEvent.Completion)
        case failed(any Error)
        /// Its reader went away.
        case cancelled
    }

    /// Prompt tokens read in one step: long prompts neither freeze other requests nor allocate logits for all of their tokens.
    static let prefillChunk = 512

    let submission: GenAIEngine.Submission
    private let model: GenAIModel
    private let startedAt = ContinuousClock.now
    private var phase = Phase.waiting
    private var stops: StopStringMatcher
    private var start = AnswerStart(after: "")
    private var unsent: String?
    private(set) var promptTokens = 0
    private(set) var completionTokens = 0
    private var prefillEndedAt = ContinuousClock.now

    private enum Phase {
        case waiting
        case prefill(GenAIGenerator, rest: ArraySlice<Int32>, budget: Int)
        case decode(GenAIGenerator, GenAITokenStream, budget: Int)
        case ending(FinishReason)
    }

    init(submission: GenAIEngine.Submission, model: GenAIModel) {
        self.submission = submission
        self.model = model
        stops = StopStringMatcher(stops: submission.request.stop)
    }

    /// Does the next piece of work: one chunk of the prompt, or one token.
    func step() -> Step {
        guard !submission.channel.isCancelled else { return .ended(.cancelled) }
        do {
            if let text = unsent {
                guard deliver(text) else { return .blocked }
            }
            switch phase {
            case .waiting: try begin()
            case .prefill(let generator, let rest, let budget): try readPrompt(generator, rest, budget: budget)
            case .decode(let generator, let stream, let budget): try writeToken(generator, stream, budget: budget)
            case .ending(let reason): return .ended(.completed(completion(reason)))
            }
            return .progressed
        } catch {
            // A call that was terminated because the reader left fails; that is no failure of the engine.
            return .ended(submission.channel.isCancelled ? .cancelled : .failed(error))
        }
    }

    /// Tells the reader how the request ended.
    func conclude(_ outcome: Outcome) {
        switch outcome {
        case .completed(let completion): submission.channel.finish(with: completion)
        case .failed(let error): submission.channel.finish(throwing: error)
        case .cancelled: break
        }
    }

    private func begin() throws {
        let request = submission.request
        let (text, tokens) = try model.prompt(request.messages)
        promptTokens = tokens.count
        start = AnswerStart(after: text)
        let budget = try request.tokenBudget(promptTokens: tokens.count, contextLength: model.contextLength)
        let generator = try model.makeGenerator(
            request.sampling, maxLength: tokens.count + budget, terminator: submission.terminator)
        phase = .prefill(generator, rest: tokens[...], budget: budget)
    }

    private func readPrompt(_ generator: GenAIGenerator, _ rest: ArraySlice<Int32>, budget: Int) throws {
        try generator.append(rest.prefix(Self.prefillChunk))
        let rest = rest.dropFirst(Self.prefillChunk)
        guard rest.isEmpty else {
            phase = .prefill(generator, rest: rest, budget: budget)
            return
        }
        prefillEndedAt = .now
        phase = .decode(generator, try model.makeTokenStream(), budget: budget)
    }

    private func writeToken(_ generator: GenAIGenerator, _ stream: GenAITokenStream, budget: Int) throws {
        let token = try generator.nextToken()
        guard token >= 0, token < model.vocabularySize else {
            throw FoundryError(
                .engineFailure, "The model wrote the token id \(token), which its vocabulary of \(model.vocabularySize) does not have.")
        }
        completionTokens += 1
        if model.endTokens.contains(token) {
            end(.stop)
        } else {
            let output = try stops.push(start.push(stream.decode(token)))
            if !output.text.isEmpty { _ = deliver(output.text) }
            if output.isStopped {
                phase = .ending(.stop)
            } else if completionTokens >= budget {
                end(.length)
            }
        }
    }

    /// The answer ends without a stop string: what was held back for one belongs to it.
    private func end(_ reason: FinishReason) {
        let rest = stops.finish()
        if !rest.isEmpty { _ = deliver((unsent ?? "") + rest) }
        phase = .ending(reason)
    }

    /// Sends text, or keeps it where there is no room.
    private func deliver(_ text: String) -> Bool {
        switch submission.channel.trySend(.content(text)) {
        case .sent, .closed: unsent = nil
        case .full: unsent = text
        }
        return unsent == nil
    }

    private func completion(_ reason: FinishReason) -> GenerationEvent.Completion {
        GenerationEvent.Completion(
            reason: reason,
            usage: Usage(promptTokens: promptTokens, completionTokens: completionTokens),
            timings: Timings(
                queue: (startedAt - submission.submittedAt) / .seconds(1),
                prefill: (prefillEndedAt - startedAt) / .seconds(1),
                decode: (ContinuousClock.now - prefillEndedAt) / .seconds(1)))
    }
}
