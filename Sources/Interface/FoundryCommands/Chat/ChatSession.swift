import APIContracts

/// A conversation: who the model is, how it answers, and what was said. Only whole turns are kept, so a failed one leaves no trace.
struct ChatSession: Codable, Sendable, Equatable {
    /// What was asked and answered.
    struct Turn: Codable, Sendable, Equatable {
        var prompt: String
        var answer: String
    }

    /// The model's id.
    var model: String
    /// What the model is told to be.
    var system: String?
    /// How answers are chosen.
    var parameters: ChatParameters
    /// What was said, oldest first.
    private(set) var turns: [Turn] = []

    init(model: String, system: String? = nil, parameters: ChatParameters = ChatParameters()) {
        self.model = model
        self.system = system
        self.parameters = parameters
    }

    /// The request that asks the next question.
    func request(for prompt: String) -> ChatCompletionRequest {
        var messages: [ChatRequestMessage] = []
        if let system, !system.isEmpty { messages.append(.init(role: "system", content: .text(system))) }
        for turn in turns {
            messages.append(.init(role: "user", content: .text(turn.prompt)))
            messages.append(.init(role: "assistant", content: .text(turn.answer)))
        }
        messages.append(.init(role: "user", content: .text(prompt)))
        var request = ChatCompletionRequest(model: model, messages: messages, stream: true)
        request.streamOptions = StreamOptions(includeUsage: true)
        parameters.apply(to: &request)
        return request
    }

    /// Keeps a turn. One without an answer is not kept: many templates refuse an empty one.
    mutating func append(prompt: String, answer: String) {
        guard !answer.isEmpty else { return }
        turns.append(Turn(prompt: prompt, answer: answer))
    }

    /// Forgets what was said; the rest stays.
    mutating func clear() { turns = [] }
}
