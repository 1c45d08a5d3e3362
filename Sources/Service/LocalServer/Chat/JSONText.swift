/// Text as it stands between the quotes of a JSON string.
enum JSONText {
    /// Escapes a text: quotes, backslashes and control characters, which is all JSON asks for.
    /// - Parameters:
    ///   - text: The text.
    ///   - append: Called with the pieces of the result, in order.
    static func escape(_ text: String, append: (UnsafeBufferPointer<UInt8>) -> Void) {
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            for index in bytes.indices {
                let byte = bytes[index]
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
                append(UnsafeBufferPointer(rebasing: bytes[start..<index]))
                escape(byte).withUnsafeBufferPointer(append)
                start = index + 1
            }
            append(UnsafeBufferPointer(rebasing: bytes[start...]))
        }
    }

    private static func escape(_ byte: UInt8) -> [UInt8] {
        let backslash = UInt8(ascii: "\\")
        switch byte {
        case UInt8(ascii: "\n"): return [backslash, UInt8(ascii: "n")]
        case UInt8(ascii: "\r"): return [backslash, UInt8(ascii: "r")]
        case UInt8(ascii: "\t"): return [backslash, UInt8(ascii: "t")]
        case 0..<0x20:
            let digits = Array("0123456789abcdef".utf8)
            return Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        default: return [backslash, byte]
        }
    }
}
