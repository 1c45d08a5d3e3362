import FoundryCore

/// Turns frames into bytes. A value without state: a frame is encoded whole, so two writers never mix theirs.
struct FrameEncoder: Sendable {
    /// The bytes of one frame.
    /// - Parameters:
    ///   - kind: What it says.
    ///   - request: The request it belongs to, 0 for none.
    ///   - payload: Its content; a `String.UTF8View` goes in without an array in between, for text is the hot path.
    /// - Throws: ``FoundryError`` `invalidArgument` where the payload is longer than ``Frame/maximumPayload``.
    func encode(_ kind: Frame.Kind, request: UInt32, payload: some Collection<UInt8>) throws -> [UInt8] {
        let length = payload.count
        guard length <= Frame.maximumPayload else {
            throw FoundryError(
                .invalidArgument,
                "A message of kind \(kind) to the engine's process has \(length) bytes; at most \(Frame.maximumPayload) fit. Send less text at once."
            )
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Frame.headerLength + length)
        Self.append(UInt32(length), to: &bytes)
        bytes.append(kind.rawValue)
        Self.append(request, to: &bytes)
        bytes.append(contentsOf: payload)
        return bytes
    }

    /// The bytes of one frame.
    func encode(_ frame: Frame) throws -> [UInt8] { try encode(frame.kind, request: frame.request, payload: frame.payload) }

    private static func append(_ value: UInt32, to bytes: inout [UInt8]) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
}
