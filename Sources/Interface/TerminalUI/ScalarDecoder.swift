/// Puts Unicode scalars together from UTF-8 bytes that come one at a time, as table 3-7 of the Unicode standard allows them.
struct ScalarDecoder: Sendable {
    enum Step: Equatable {
        /// More bytes are needed.
        case incomplete
        /// A scalar is complete.
        case scalar(Unicode.Scalar)
        /// What came so far is no UTF-8. `unused`: this byte does not belong to it and is to be given again.
        case invalid(unused: Bool)
    }

    private var value: UInt32 = 0
    private var missing = 0
    private var allowed: ClosedRange<UInt8> = 0x80...0xBF

    /// Whether the first bytes of a scalar have come and the rest has not.
    var isPending: Bool { missing > 0 }

    mutating func push(_ byte: UInt8) -> Step {
        guard missing > 0 else { return begin(byte) }
        guard allowed.contains(byte) else {
            missing = 0
            return .invalid(unused: true)
        }
        allowed = 0x80...0xBF
        value = value << 6 | UInt32(byte & 0x3F)
        missing -= 1
        guard missing == 0 else { return .incomplete }
        return Unicode.Scalar(value).map(Step.scalar) ?? .invalid(unused: false)
    }

    /// Forgets a half scalar.
    mutating func reset() { missing = 0 }

    private mutating func begin(_ byte: UInt8) -> Step {
        allowed = 0x80...0xBF
        switch byte {
        case 0x00...0x7F: return .scalar(Unicode.Scalar(byte))
        case 0xC2...0xDF: (missing, value) = (1, UInt32(byte & 0x1F))
        case 0xE0...0xEF: (missing, value) = (2, UInt32(byte & 0x0F))
        case 0xF0...0xF4: (missing, value) = (3, UInt32(byte & 0x07))
        default: return .invalid(unused: false)
        }
        // Narrower second bytes keep out overlong forms, surrogates and what lies above U+10FFFF.
        switch byte {
        case 0xE0: allowed = 0xA0...0xBF
        case 0xED: allowed = 0x80...0x9F
        case 0xF0: allowed = 0x90...0xBF
        case 0xF4: allowed = 0x80...0x8F
        default: break
        }
        return .incomplete
    }
}
