import FoundryCore

/// Finds frames in bytes that arrive in pieces of any size. A value: bytes in, frames out.
///
/// A header is judged as soon as it is there, before its payload is waited for, so that no length read from the peer makes
/// this side keep more than one frame of the permitted size. After an error every further call throws the same.
struct FrameDecoder: Sendable {
    private var buffer: [UInt8] = []
    private var start = 0

    /// Takes the next bytes.
    mutating func push(_ bytes: UnsafeRawBufferPointer) {
        discardConsumed()
        buffer.append(contentsOf: bytes)
    }

    /// The next whole frame, nil until more bytes come.
    /// - Throws: ``FoundryError`` `internalError` where the bytes are no frame.
    mutating func next() throws -> Frame? {
        guard buffer.count - start >= Frame.headerLength else { return nil }
        let length = Int(integer(at: start))
        guard length <= Frame.maximumPayload else {
            throw FoundryError(.internalError, "a frame of \(length) bytes, where at most \(Frame.maximumPayload) are permitted")
        }
        guard let kind = Frame.Kind(rawValue: buffer[start + 4]) else {
            throw FoundryError(.internalError, "a frame of the unknown kind \(buffer[start + 4])")
        }
        let request = integer(at: start + 5)
        let end = start + Frame.headerLength + length
        guard buffer.count >= end else { return nil }
        let payload = Array(buffer[(start + Frame.headerLength)..<end])
        start = end
        return Frame(kind, request: request, payload: payload)
    }

    /// How many bytes wait for the rest of their frame.
    var pendingBytes: Int { buffer.count - start }

    private func integer(at index: Int) -> UInt32 {
        UInt32(buffer[index]) | UInt32(buffer[index + 1]) << 8 | UInt32(buffer[index + 2]) << 16 | UInt32(buffer[index + 3]) << 24
    }

    /// Forgets what was read, and the room of an unusually long frame with it.
    private mutating func discardConsumed() {
        guard start > 0 else { return }
        if start == buffer.count {
            if buffer.capacity > 1 << 20 { buffer = [] } else { buffer.removeAll(keepingCapacity: true) }
        } else {
            buffer.removeSubrange(..<start)
        }
        start = 0
    }
}
