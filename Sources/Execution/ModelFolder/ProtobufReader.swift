import FoundryCore

/// Reads one message of the Protocol Buffers wire format, field by field, within its bounds.
///
/// Format: https://protobuf.dev/programming-guides/encoding/. Groups, which ONNX has none of, are refused.
struct ProtobufReader {
    /// One field.
    struct Field {
        /// The field's number in its message.
        var number: Int
        /// Its value.
        var value: Value
        /// Where the field begins in the file.
        var offset: Int
    }

    /// A field's value by wire type.
    enum Value {
        /// Wire type 0.
        case varint(UInt64)
        /// Wire types 1 and 5; nothing here needs their content.
        case fixed
        /// Wire type 2: where the bytes of a message, a text or packed numbers lie. They are not read.
        case bytes(Range<Int>)
    }

    private let window: ByteWindow
    private var position: Int
    private let end: Int

    /// Reads a whole file as one message.
    init(_ window: ByteWindow) {
        self.window = window
        position = 0
        end = window.count
    }

    private init(_ window: ByteWindow, _ range: Range<Int>) {
        self.window = window
        position = range.lowerBound
        end = range.upperBound
    }

    /// The next field; nil at the message's end.
    /// - Throws: ``FoundryError`` `corrupt` where the bytes are no field or reach past the message.
    mutating func next() throws -> Field? {
        guard position < end else { return nil }
        let offset = position
        let tag = try varint()
        guard let number = Int(exactly: tag >> 3), (1...0x1FFF_FFFF).contains(number) else {
            throw window.damaged(at: offset, "stands no field of a message")
        }
        switch tag & 7 {
        case 0: return Field(number: number, value: .varint(try varint()), offset: offset)
        case 1: return try fixed(8, number, offset)
        case 2: return Field(number: number, value: .bytes(try lengthDelimited(offset)), offset: offset)
        case 5: return try fixed(4, number, offset)
        case let type: throw window.damaged(at: offset, "stands a field of the unknown wire type \(type)")
        }
    }

    /// A nested message.
    func message(_ range: Range<Int>) -> ProtobufReader { ProtobufReader(window, range) }

    /// A text. What is no UTF-8 is replaced, as ONNX leaves the encoding unchecked.
    /// - Throws: ``FoundryError`` `corrupt` where it is longer than any name.
    func text(_ range: Range<Int>) throws -> String {
        guard range.count <= 1 << 16 else { throw window.damaged(at: range.lowerBound, "stands a name of \(range.count) bytes") }
        return String(decoding: try window.bytes(in: range), as: UTF8.self)
    }

    /// Whole numbers of a repeated field, packed or single.
    /// - Parameters:
    ///   - field: The field.
    ///   - limit: How many there may be.
    func numbers(_ field: Field, limit: Int) throws -> [Int64] {
        switch field.value {
        case .varint(let number): return [Int64(bitPattern: number)]
        case .fixed: throw window.damaged(at: field.offset, "stands a number of the wrong type")
        case .bytes(let range):
            var reader = message(range)
            var numbers: [Int64] = []
            while reader.position < reader.end {
                guard numbers.count < limit else { throw window.damaged(at: field.offset, "stand more than \(limit) numbers in a row") }
                numbers.append(Int64(bitPattern: try reader.varint()))
            }
            return numbers
        }
    }

    /// The error for what is wrong with a field.
    func damaged(_ field: Field, _ reason: String) -> FoundryError { window.damaged(at: field.offset, reason) }

    private mutating func varint() throws -> UInt64 {
        let offset = position
        var result: UInt64 = 0
        for shift in stride(from: 0, to: 70, by: 7) {
            guard position < end else { throw window.damaged(at: offset, "a number is cut off by the end of its message") }
            let byte = try window.byte(at: position)
            position += 1
            result |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return result }
        }
        throw window.damaged(at: offset, "stands a number of more than ten bytes")
    }

    private mutating func lengthDelimited(_ offset: Int) throws -> Range<Int> {
        let length = try varint()
        guard let length = Int(exactly: length), length <= end - position else {
            let within =
                end == window.count ? "the file has only \(end - position) bytes left" : "its message has only \(end - position) left"
            throw window.damaged(at: offset, "stands a field of \(length) bytes, but \(within)")
        }
        defer { position += length }
        return position..<(position + length)
    }

    private mutating func fixed(_ size: Int, _ number: Int, _ offset: Int) throws -> Field {
        guard size <= end - position else { throw window.damaged(at: offset, "a number is cut off by the end of its message") }
        position += size
        return Field(number: number, value: .fixed, offset: offset)
    }
}
