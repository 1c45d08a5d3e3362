import Foundation
import FoundryCore

/// Looks through a body once before the parser sees it, for what a parser may not survive.
enum JSONScan {
    /// Checks that a body is UTF-8 and not nested too deeply.
    /// - Throws: ``FoundryError`` `invalidArgument`.
    static func check(_ data: Data, maximumDepth: Int) throws {
        guard !data.isEmpty else { throw FoundryError(.invalidArgument, "Empty request body") }
        try data.withUnsafeBytes { bytes in
            guard String(validating: bytes, as: UTF8.self) != nil else {
                throw FoundryError(.invalidArgument, "Invalid JSON: the body is not valid UTF-8.")
            }
            try checkDepth(bytes, maximumDepth: maximumDepth)
        }
    }

    /// Counts brackets outside strings.
    private static func checkDepth(_ bytes: UnsafeRawBufferPointer, maximumDepth: Int) throws {
        var depth = 0
        var isInString = false
        var isEscaped = false
        for byte in bytes {
            // JSONDecoder guesses UTF-16 and UTF-32 by their zero bytes, and would then read other brackets than this loop.
            guard byte != 0 else { throw FoundryError(.invalidArgument, "Invalid JSON: the body holds a zero byte; send UTF-8.") }
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                guard depth <= maximumDepth else {
                    throw FoundryError(.invalidArgument, "Invalid JSON: the body is nested deeper than \(maximumDepth) levels.")
                }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
        }
    }
}
