import FoundryCore
import Inference

/// A stream read to its end.
struct Answer: Sendable {
    var pieces: [String] = []
    var completion: GenerationEvent.Completion?
    var error: FoundryError?

    var text: String { pieces.joined() }

    /// Reads a stream; what it throws is kept, so that the content before it can be looked at.
    init(_ stream: GenerationStream) async {
        do {
            for try await event in stream { add(event) }
        } catch {
            self.error = FoundryError.wrapping(error)
        }
    }

    private mutating func add(_ event: GenerationEvent) {
        switch event {
        case .content(let text): pieces.append(text)
        case .finished(let completion): self.completion = completion
        }
    }
}

extension InferenceEngine {
    /// Reads the answer to a request.
    func answer(_ request: GenerationRequest) async -> Answer { await Answer(generate(request)) }
}
