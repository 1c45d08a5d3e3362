import FoundryCore

/// Reads server-sent events from bytes that arrive in pieces of any size. A value: bytes in, events out.
///
/// Format: WHATWG HTML, section "Server-sent events"; lines end with LF, CR or CRLF.
public struct ServerSentEventParser: Sendable {
    /// The longest line that is read, in bytes.
    public static let maximumLineLength = 1 << 20
    /// The longest text of one event that is read, in bytes.
    public static let maximumEventLength = 1 << 24

    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    private var type = ""
    private var lastID = ""
    private var wasCarriageReturn = false
    private var isFirstLine = true

    /// Begins a stream.
    public init() {}

    /// Takes the next bytes. An event that is incomplete when the stream ends is no event.
    /// - Parameter bytes: Bytes as they arrive.
    /// - Returns: The events they complete, in order.
    /// - Throws: ``FoundryError`` `corrupt` where a line or an event is longer than the limits; the stream cannot be read on.
    public mutating func push(_ bytes: some Sequence<UInt8>) throws -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            let followsCarriageReturn = wasCarriageReturn
            wasCarriageReturn = byte == UInt8(ascii: "\r")
            switch byte {
            case UInt8(ascii: "\n") where followsCarriageReturn: continue
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                if let event = try endLine() { events.append(event) }
            default:
                guard line.count < Self.maximumLineLength else {
                    throw FoundryError(.corrupt, "A line of the event stream is longer than \(Self.maximumLineLength) bytes.")
                }
                line.append(byte)
            }
        }
        return events
    }

    /// The line is complete.
    private mutating func endLine() throws -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        guard !line.isEmpty else { return endEvent() }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[colon...].dropFirst()
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "data":
            guard data.count + value.count < Self.maximumEventLength else {
                throw FoundryError(.corrupt, "An event of the event stream is longer than \(Self.maximumEventLength) bytes.")
            }
            if hasData { data.append(UInt8(ascii: "\n")) }
            hasData = true
            data.append(contentsOf: value)
        case "event": type = String(decoding: value, as: UTF8.self)
        case "id" where !value.contains(0): lastID = String(decoding: value, as: UTF8.self)
        default: break  // Comments, whose field is empty, and fields nobody knows.
        }
        return nil
    }

    /// An empty line ends an event, which without data is none.
    private mutating func endEvent() -> ServerSentEvent? {
        defer {
            data.removeAll(keepingCapacity: true)
            hasData = false
            type = ""
        }
        guard hasData else { return nil }
        return ServerSentEvent(type: type.isEmpty ? "message" : type, data: String(decoding: data, as: UTF8.self), id: lastID)
    }
}
