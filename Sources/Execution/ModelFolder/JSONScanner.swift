/// Checks JSON text by the letter of RFC 8259, without recursion and without building values.
///
/// The decoder of Foundation says only that a text is not JSON; a person who edits a configuration needs the place. It also
/// recurses, so the depth is bounded here before anything else sees the text.
package struct JSONScanner {
    /// What a value is.
    package enum Kind: Sendable, Equatable { case object, array, string, number, literal }

    /// The root value, and its members' kinds where it is an object.
    package struct Outline: Sendable, Equatable {
        /// The root's kind.
        package var kind: Kind
        /// The kinds of the root object's members; keys as written, longer ones than 64 bytes left out.
        package var members: [String: Kind]
    }

    /// Where and why a text is not JSON.
    package struct Failure: Error, Equatable {
        /// The byte at fault, from 0.
        package var offset: Int
        /// Its line, from 1.
        package var line: Int
        /// Its column in bytes, from 1.
        package var column: Int
        /// What is wrong there.
        package var reason: String
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let maximumDepth: Int
    private var position = 0
    /// The open containers, true for an object.
    private var open: [Bool] = []
    private var outline = Outline(kind: .literal, members: [:])

    private init(bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    /// Checks a text.
    /// - Parameters:
    ///   - bytes: The text in UTF-8; the encoding within strings is left to the decoder.
    ///   - maximumDepth: How deep arrays and objects may nest.
    /// - Throws: ``Failure``.
    package static func outline(of bytes: [UInt8], maximumDepth: Int) throws -> Outline {
        try bytes.withUnsafeBufferPointer { buffer in
            var scanner = JSONScanner(bytes: buffer, maximumDepth: maximumDepth)
            try scanner.scan()
            return scanner.outline
        }
    }

    private mutating func scan() throws {
        outline.kind = try value()
        skipSpace()
        while let isObject = open.last {
            // Here a value within the container has just ended, or the container has just begun.
            guard let byte = peek() else { throw failure("the text ends within an \(isObject ? "object" : "array")") }
            if byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                position += 1
                open.removeLast()
            } else if byte == UInt8(ascii: ",") {
                position += 1
                skipSpace()
                try element(isObject)
            } else {
                throw failure("expected \",\" or the end of the \(isObject ? "object" : "array")")
            }
            skipSpace()
        }
        guard position == bytes.count else { throw failure("more text follows the value") }
    }

    /// Reads a value's beginning: a scalar whole, a container up to and with its first scalar or empty end.
    private mutating func value() throws -> Kind {
        skipSpace()
        var first: Kind?
        while true {
            guard let byte = peek() else { throw failure(position == 0 ? "the text is empty" : "the text ends where a value should stand") }
            let kind = try token(byte)
            first = first ?? kind
            guard kind == .object || kind == .array else { return first ?? kind }
            skipSpace()
            let isObject = kind == .object
            if peek() == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { return first ?? kind }
            if isObject { try member() }
        }
    }

    /// Reads one element after a comma.
    private mutating func element(_ isObject: Bool) throws {
        if isObject { try member() }
        _ = try value()
    }

    /// Reads a key and its colon; notes the kind of what follows at the root.
    private mutating func member() throws {
        guard peek() == UInt8(ascii: "\"") else { throw failure("expected a key in quotes") }
        let start = position + 1
        try string()
        let key = start..<(position - 1)
        skipSpace()
        guard peek() == UInt8(ascii: ":") else { throw failure("expected \":\" after a key") }
        position += 1
        skipSpace()
        guard open.count == 1, key.count <= 64, outline.members.count < 4096, let byte = peek() else { return }
        outline.members[String(decoding: UnsafeBufferPointer(rebasing: bytes[key]), as: UTF8.self)] = Self.kind(of: byte)
    }

    private static func kind(of byte: UInt8) -> Kind {
        switch byte {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): .number
        default: .literal
        }
    }

    /// Reads a scalar, or opens a container.
    private mutating func token(_ byte: UInt8) throws -> Kind {
        let kind = Self.kind(of: byte)
        switch kind {
        case .object, .array:
            guard open.count < maximumDepth else { throw failure("it nests deeper than \(maximumDepth) levels") }
            open.append(kind == .object)
            position += 1
        case .string: try string()
        case .number: try number()
        case .literal: try literal()
        }
        return kind
    }

    private mutating func string() throws {
        position += 1
        while let byte = peek() {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return
            case UInt8(ascii: "\\"): try escape()
            case 0..<0x20:
                position -= 1
                throw failure("a control character stands in a string")
            default: break
            }
        }
        throw failure("the text ends within a string")
    }

    private mutating func escape() throws {
        guard let byte = peek() else { throw failure("the text ends within a string") }
        guard "\"\\/bfnrtu".utf8.contains(byte) else { throw failure("there is no such escape in a string") }
        position += 1
        guard byte == UInt8(ascii: "u") else { return }
        for _ in 0..<4 {
            guard let digit = peek(), Character(UnicodeScalar(digit)).isHexDigit else { throw failure("\\u needs four hexadecimal digits") }
            position += 1
        }
    }

    private mutating func number() throws {
        if peek() == UInt8(ascii: "-") { position += 1 }
        if peek() == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if peek() == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        guard let byte = peek(), byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") else { return }
        position += 1
        if let sign = peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
        try digits()
    }

    private mutating func digits() throws {
        let start = position
        while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw failure("expected a digit") }
    }

    private mutating func literal() throws {
        for word in ["true", "false", "null"] where bytes[position...].prefix(word.utf8.count).elementsEqual(word.utf8) {
            position += word.utf8.count
            return
        }
        throw failure("expected a value")
    }

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private func failure(_ reason: String) -> Failure {
        let before = bytes[..<position]
        let line = before.count { $0 == 0x0A } + 1
        let column = position - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
        return Failure(offset: position, line: line, column: column, reason: reason)
    }
}
