#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Waits for keys and for a new size of the terminal, without ever waking for nothing.
final class KeySource {
    enum Event: Equatable {
        case keys([Key])
        case resized
        case closed
    }

    /// How long a begun escape sequence may take, in milliseconds; slow connections split sequences, and nobody waits for Escape here.
    private static let sequenceTimeout: Int32 = 500

    private let input: Int32
    private let resizes: SelfPipe
    private let listener: UInt64

    init(input: Int32) throws(TerminalError) {
        self.input = input
        let resizes = try SelfPipe()
        self.resizes = resizes
        listener = try SignalRelay.windowChange.add { resizes.wake() }
    }

    deinit { SignalRelay.windowChange.remove(listener) }

    /// Blocks until something happens.
    func wait(_ decoder: inout KeyDecoder) throws(TerminalError) -> Event {
        while true {
            var requests = [
                pollfd(fd: input, events: Int16(POLLIN), revents: 0), pollfd(fd: resizes.readEnd, events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&requests, nfds_t(requests.count), decoder.awaitsMore ? Self.sequenceTimeout : -1)
            if count < 0 {
                if errno == EINTR { continue }
                throw .system("wait for keys")
            }
            if count == 0 { return .keys(decoder.flush()) }
            if requests[1].revents != 0 {
                _ = resizes.waitAndDrain()
                return .resized
            }
            // Whatever is reported for the input, `read` says what it means: also a closed terminal, or one `poll` does not know.
            if requests[0].revents != 0, let event = try readKeys(&decoder) { return event }
        }
    }

    private func readKeys(_ decoder: inout KeyDecoder) throws(TerminalError) -> Event? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(input, &bytes, bytes.count)
        if count > 0 { return .keys(decoder.decode(bytes[..<count])) }
        if count == 0 { return .closed }
        switch errno {
        case EINTR, EAGAIN: return nil
        case EIO: return .closed  // the terminal hung up
        default: throw .system("read keys")
        }
    }
}
