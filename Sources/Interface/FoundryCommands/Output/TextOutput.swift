import FoundryCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Where a command's words go: a file descriptor, or whatever a test looks at. Nothing is kept back in a buffer.
struct TextOutput: Sendable {
    /// Whether a person watches.
    let isTerminal: Bool
    private let sink: @Sendable (String) throws -> Void

    init(isTerminal: Bool, sink: @escaping @Sendable (String) throws -> Void) {
        self.isTerminal = isTerminal
        self.sink = sink
    }

    /// The process's output.
    static let standardOutput = TextOutput(descriptor: 1)
    /// The process's error output.
    static let standardError = TextOutput(descriptor: 2)

    private init(descriptor: Int32) {
        self.init(isTerminal: isatty(descriptor) == 1) { try Self.write(Array($0.utf8), to: descriptor) }
    }

    /// Writes text as it is.
    /// - Throws: ``BrokenPipe`` where nobody reads any more, `FoundryError` `io`.
    func write(_ text: String) throws { try sink(text) }

    /// Writes a line.
    func line(_ text: String = "") throws { try sink(text + "\n") }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&request, 1, -1)
            case EPIPE: throw BrokenPipe()
            default: throw FoundryError.system("write the output")
            }
        }
    }
}

/// Nobody reads the output any more: the program ends without a word.
struct BrokenPipe: Error {}

/// The C library's `write`, which the type's own hides.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(descriptor, bytes, count) }
