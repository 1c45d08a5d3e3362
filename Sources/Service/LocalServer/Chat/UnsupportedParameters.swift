import APIContracts
import FoundryCore

extension ChatCompletionRequest {
    /// Refuses what would change the answer and is not done: an answer that ignores it would be wrong unseen.
    /// - Throws: ``FoundryError`` `invalidArgument` with the parameter's name.
    func refuseUnsupportedParameters() throws {
        if let n, n < 1 { throw FoundryError(.invalidArgument, "n is \(n); it must be 1.", parameter: "n") }
        try refuse("n", "more than one answer", when: n ?? 1 != 1)
        try refuse("tools", "functions", when: tools?.isEmpty == false)
        try refuse("functions", "functions", when: functions?.isEmpty == false)
        try refuse("tool_choice", "any choice but \"none\" and \"auto\"", when: !isNoChoice(toolChoice))
        try refuse("function_call", "any choice but \"none\" and \"auto\"", when: !isNoChoice(functionCall))
        try refuse("response_format", "any form but text", when: !isText(responseFormat))
        try refuse("logprobs", "telling probabilities", when: logprobs == true)
        try refuse("top_logprobs", "telling probabilities", when: topLogprobs ?? 0 != 0)
        try refuse("frequency_penalty", "any value but 0 (see repetition_penalty)", when: frequencyPenalty ?? 0 != 0)
        try refuse("presence_penalty", "any value but 0 (see repetition_penalty)", when: presencePenalty ?? 0 != 0)
        try refuse("logit_bias", "changing single tokens' scores", when: logitBias?.isEmpty == false)
        try refuse("audio", "spoken answers", when: audio.map { $0 != .null } ?? false)
        try refuse("modalities", "any modality but text", when: modalities?.contains { $0 != "text" } ?? false)
    }

    private func refuse(_ parameter: String, _ what: String, when isUsed: Bool) throws {
        guard isUsed else { return }
        throw FoundryError(.invalidArgument, "\(parameter): \(what) is not supported yet.", parameter: parameter)
    }

    private func isNoChoice(_ choice: JSONValue?) -> Bool {
        [nil, .null, .string("none"), .string("auto")].contains(choice)
    }

    private func isText(_ format: JSONValue?) -> Bool {
        switch format {
        case nil, .null: true
        case .object(let object): object["type"] == .string("text")
        default: false
        }
    }
}
