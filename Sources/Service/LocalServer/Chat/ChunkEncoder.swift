import APIContracts
import NIOCore

/// Writes one answer's chunks as server-sent events.
///
/// All chunks with text are the same but for the text, and there is one a token: what does not change is encoded once, and
/// the text is put between. Chunks at the beginning and the end go through the JSON encoder.
struct ChunkEncoder: Sendable {
    private let identity: AnswerIdentity
    private let head: [UInt8]
    private let tail: [UInt8]

    /// Prepares an answer.
    init(identity: AnswerIdentity) {
        self.identity = identity
        head = Array(#"data: {"choices":[{"delta":{"content":""#.utf8)
        var tail = Array(#""},"finish_reason":null,"index":0,"logprobs":null}],"created":\#(identity.created),"id":""#.utf8)
        JSONText.escape(identity.id) { tail.append(contentsOf: $0) }
        tail.append(contentsOf: #"","model":""#.utf8)
        JSONText.escape(identity.model) { tail.append(contentsOf: $0) }
        tail.append(contentsOf: #"","object":"chat.completion.chunk","system_fingerprint":null}"#.utf8)
        tail.append(contentsOf: "\n\n".utf8)
        self.tail = tail
    }

    /// The first chunk, which says who speaks.
    func writeBeginning(to buffer: inout ByteBuffer) throws {
        try write(chunk([.init(index: 0, delta: .init(role: "assistant", content: ""))]), to: &buffer)
    }

    /// A piece of text.
    func write(_ text: String, to buffer: inout ByteBuffer) {
        buffer.reserveCapacity(minimumWritableBytes: head.count + text.utf8.count + 16 + tail.count)
        buffer.writeBytes(head)
        JSONText.escape(text) { buffer.writeBytes($0) }
        buffer.writeBytes(tail)
    }

    /// The last chunks, and the mark that the answer is whole.
    /// - Parameters:
    ///   - finishReason: Why the answer ended.
    ///   - usage: The tokens used, where the client asked for them.
    func writeEnd(finishReason: String, usage: ChatUsage?, to buffer: inout ByteBuffer) throws {
        try write(chunk([.init(index: 0, delta: .init(), finishReason: finishReason)]), to: &buffer)
        if let usage { try write(chunk([], usage: usage), to: &buffer) }
        buffer.writeBytes(ServerSentEvents.encode(data: ServerSentEvents.done))
    }

    /// An error after the answer has begun, in place of its end.
    func write(_ error: ErrorObject, to buffer: inout ByteBuffer) throws { try write(ErrorResponse(error), to: &buffer) }

    private func chunk(_ choices: [ChatCompletionChunk.Choice], usage: ChatUsage? = nil) -> ChatCompletionChunk {
        ChatCompletionChunk(id: identity.id, created: identity.created, model: identity.model, choices: choices, usage: usage)
    }

    private func write(_ value: some Encodable, to buffer: inout ByteBuffer) throws {
        buffer.writeBytes(ServerSentEvents.encode(data: String(decoding: try WireJSON.encode(value), as: UTF8.self)))
    }
}
