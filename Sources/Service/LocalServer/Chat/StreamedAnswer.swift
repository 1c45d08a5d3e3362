import APIContracts
import FoundryCore
import Hummingbird
import Inference
import Logging
import NIOCore

/// Writes an answer as server-sent events, each as soon as it is there.
struct StreamedAnswer: Sendable {
    let answer: ChatAnswer
    let includesUsage: Bool
    let logger: Logger

    /// Writes all events. An error on the way becomes the last event: the status has been sent long before.
    func write(to writer: inout any ResponseBodyWriter) async throws {
        let encoder = ChunkEncoder(identity: answer.identity)
        var buffer = ByteBuffer()
        try encoder.writeBeginning(to: &buffer)
        do {
            try await answer.forEach { event in
                switch event {
                case .content(let text): encoder.write(text, to: &buffer)
                case .finished(let completion):
                    let usage = includesUsage ? ChatUsage(completion.usage) : nil
                    try encoder.writeEnd(finishReason: completion.reason.rawValue, usage: usage, to: &buffer)
                }
                let ready = buffer
                buffer = ByteBuffer()
                do {
                    try await writer.write(ready)
                } catch {
                    throw ClientGone()
                }
            }
        } catch is ClientGone {
            throw CancellationError()
        } catch {
            try Task.checkCancellation()
            let failure = ErrorAnswer(error)
            if failure.status.code >= 500 { logger.error("An answer failed after it had begun: \(error)") }
            buffer.clear()
            try encoder.write(failure.object, to: &buffer)
            try await writer.write(buffer)
        }
        try await writer.finish(nil)
    }

    private struct ClientGone: Error {}
}

extension ChatUsage {
    init(_ usage: Usage) {
        self.init(promptTokens: usage.promptTokens, completionTokens: usage.completionTokens, cachedTokens: usage.cachedTokens)
    }
}
