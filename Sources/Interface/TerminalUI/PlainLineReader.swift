#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Reads lines from a file or a pipe. Bytes that are no UTF-8 become U+FFFD; the last line needs no end.
struct PlainLineReader: Sendable {
    /// The most bytes of one line.
    static let limit = 4 << 20

    private let descriptor: Int32
    private var pending: [UInt8] = []
    private var isAtEnd = false

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// The next line without its end (`\n` or `\r\n`), or nil at the input's end.
    mutating func next() throws(TerminalError) -> String? {
        var searched = 0
        while true {
            if let end = pending[searched...].firstIndex(of: 0x0A) {
                defer { pending.removeFirst(end + 1) }
                return Self.line(pending[..<end])
            }
            if isAtEnd {
                defer { pending = [] }
                return pending.isEmpty ? nil : Self.line(pending[...])
            }
            guard pending.count <= Self.limit else {
                throw TerminalError("A line of the input is larger than \(Self.limit >> 20) MiB: split it.")
            }
            searched = pending.count
            try fill()
        }
    }

    private mutating func fill() throws(TerminalError) {
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(descriptor, &bytes, bytes.count)
            if count > 0 { return pending.append(contentsOf: bytes[..<count]) }
            if count == 0 {
                isAtEnd = true
                return
            }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = poll(&request, 1, -1)
            case EIO: isAtEnd = true
            default: throw .system("read the input")
            }
            if isAtEnd { return }
        }
    }

    private static func line(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.last == 0x0D ? bytes.dropLast() : bytes, as: UTF8.self)
    }
}
