/// Writes server-sent events.
///
/// Format: WHATWG HTML, section "Server-sent events".
public enum ServerSentEvents {
    /// The media type of a stream of events.
    public static let mediaType = "text/event-stream"
    /// What a stream of OpenAI chunks ends with.
    public static let done = "[DONE]"

    /// One event as bytes: a `data:` line for every line of the text, then an empty line.
    /// - Parameter data: The event's text. Line ends of any kind arrive as `\n`.
    public static func encode(data: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(data.utf8.count + 8)
        bytes.append(contentsOf: field)
        var previous: UInt8 = 0
        for byte in data.utf8 {
            switch byte {
            case UInt8(ascii: "\n") where previous == UInt8(ascii: "\r"): break
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                bytes.append(UInt8(ascii: "\n"))
                bytes.append(contentsOf: field)
            default: bytes.append(byte)
            }
            previous = byte
        }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    private static let field = Array("data: ".utf8)
}

/// One event of a stream.
public struct ServerSentEvent: Sendable, Equatable {
    /// The event's kind, `message` where the stream names none.
    public var type: String
    /// The event's text, lines parted by `\n`.
    public var data: String
    /// The last id the stream told, empty where it told none.
    public var id: String

    /// Makes an event.
    public init(type: String = "message", data: String, id: String = "") {
        self.type = type
        self.data = data
        self.id = id
    }
}
