/// Turns the bytes a terminal sends into keys. A value without I/O: a sequence may be split anywhere between two calls.
///
/// The sequences are those of ECMA-48 as xterm, the Linux console and their descendants send them; unknown ones are dropped whole.
/// Bytes that are no UTF-8 become U+FFFD.
public struct KeyDecoder: Sendable {
    /// The most bytes of one paste that are kept. The rest is dropped up to the end mark, and ``Key/pasteCut(lostBytes:)`` follows.
    public static let pasteLimit = 1 << 20

    private enum State {
        case ground
        case escape
        case controlSequence([UInt8])
        case singleShift
        /// After `ESC [ [`, which the Linux console sends before one more byte.
        case consoleFunction
        case paste(PasteCollector)
    }

    private var state = State.ground
    private var scalars = ScalarDecoder()

    /// A decoder at rest.
    public init() {}

    /// Whether an escape sequence has begun that may as well be the Escape key: call ``flush()`` if nothing follows soon.
    public var awaitsMore: Bool {
        switch state {
        case .ground, .paste: false
        case .escape, .controlSequence, .singleShift, .consoleFunction: true
        }
    }

    /// Takes bytes and gives the keys they complete.
    /// - Parameter bytes: What was read from the terminal, in order.
    public mutating func decode(_ bytes: some Sequence<UInt8>) -> [Key] {
        var keys: [Key] = []
        for byte in bytes { take(byte, &keys) }
        return keys
    }

    /// Ends an escape sequence that stays unfinished: a lone `ESC` is the Escape key, a longer piece is dropped.
    public mutating func flush() -> [Key] {
        defer { if awaitsMore { state = .ground } }
        if case .escape = state { return [.escape] }
        return []
    }

    private mutating func take(_ byte: UInt8, _ keys: inout [Key]) {
        switch state {
        case .ground: takeGround(byte, &keys)
        case .escape: takeAfterEscape(byte, &keys)
        case .controlSequence(let parameters): takeControlSequence(byte, parameters, &keys)
        case .singleShift:
            state = .ground
            if byte < 0x20 { return takeGround(byte, &keys) }
            if byte == 0x4D { keys.append(.enter) } else { keys.append(contentsOf: KeySequence.key(parameters: [], final: byte)) }
        case .consoleFunction: state = .ground
        case .paste(var collector):
            state = .ground  // lets go of the second reference, so that the buffer grows in place
            if collector.push(byte) { keys.append(contentsOf: collector.keys()) } else { state = .paste(collector) }
        }
    }

    private mutating func takeGround(_ byte: UInt8, _ keys: inout [Key]) {
        switch scalars.push(byte) {
        case .incomplete: break
        case .scalar(let scalar) where scalar.value < 0x20 || scalar.value == 0x7F: takeControl(byte, &keys)
        case .scalar(let scalar) where (0x80..<0xA0).contains(scalar.value): break  // C1 controls: no terminal sends them as keys
        case .scalar(let scalar): append(scalar, &keys)
        case .invalid(let unused):
            append("\u{FFFD}", &keys)
            if unused { take(byte, &keys) }
        }
    }

    private mutating func takeControl(_ byte: UInt8, _ keys: inout [Key]) {
        switch byte {
        case 0x1B: state = .escape
        case 0x0A, 0x0D: keys.append(.enter)
        case 0x09: keys.append(.tab)
        case 0x08, 0x7F: keys.append(.backspace)
        case 0x01...0x1A: keys.append(.control(Character(Unicode.Scalar(byte + 0x60))))
        default: keys.append(.control(Character(Unicode.Scalar(byte + 0x40))))  // @ \ ] ^ _
        }
    }

    private mutating func takeAfterEscape(_ byte: UInt8, _ keys: inout [Key]) {
        state = .ground
        switch byte {
        case 0x5B: state = .controlSequence([])
        case 0x4F: state = .singleShift
        case 0x62, 0x42: keys.append(.wordLeft)
        case 0x66, 0x46: keys.append(.wordRight)
        case 0x64, 0x44: keys.append(.deleteWordForward)
        case 0x08, 0x7F: keys.append(.deleteWordBackward)
        case 0x20...0x7E: break  // Alt with a key that means nothing here
        default:
            keys.append(.escape)
            takeGround(byte, &keys)
        }
    }

    private mutating func takeControlSequence(_ byte: UInt8, _ parameters: [UInt8], _ keys: inout [Key]) {
        state = .ground
        switch byte {
        case 0x5B where parameters.isEmpty: state = .consoleFunction
        case 0x20...0x3F: state = .controlSequence(parameters.count < 32 ? parameters + [byte] : parameters)
        case 0x7E where parameters == Array("200".utf8): state = .paste(PasteCollector(limit: Self.pasteLimit))
        case 0x40...0x7E: keys.append(contentsOf: KeySequence.key(parameters: parameters, final: byte))
        default: takeGround(byte, &keys)  // broken off: what interrupts it counts by itself
        }
    }

    private func append(_ scalar: Unicode.Scalar, _ keys: inout [Key]) {
        if case .text(var text)? = keys.last {
            keys.removeLast()
            text.unicodeScalars.append(scalar)
            keys.append(.text(text))
        } else {
            keys.append(.text(String(scalar)))
        }
    }
}
