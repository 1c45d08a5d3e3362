/// One message on the socket between the service and an engine's process.
///
/// Format: Documentation/EngineProtocol.md.
struct Frame: Sendable, Equatable {
    /// What a frame says. The raw value is the byte on the wire.
    enum Kind: UInt8, Sendable, CaseIterable {
        case hello = 1
        case load = 2
        case ready = 3
        case failed = 4
        case generate = 5
        case content = 6
        case finished = 7
        case error = 8
        case cancel = 9
        case credit = 10
        case countTokens = 11
        case count = 12
        case counters = 13
        case countersReply = 14
        case shutdown = 15
    }

    /// Bytes before the payload: length (4), kind (1), request (4).
    static let headerLength = 9
    /// The longest payload either side accepts, in bytes.
    static let maximumPayload = 16 << 20

    /// What it says.
    var kind: Kind
    /// The request it belongs to; 0 where it belongs to none.
    var request: UInt32
    /// The kind decides how to read it.
    var payload: [UInt8]

    init(_ kind: Kind, request: UInt32 = 0, payload: [UInt8] = []) {
        self.kind = kind
        self.request = request
        self.payload = payload
    }
}
