import FoundryCore
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// One end of the socket pair: frames in, by a loop that blocks its thread; frames out, by calls that never block.
///
/// A send goes straight to the kernel in the caller's own thread, without waiting: for a piece of text that is one system
/// call and no thread switch. Only where the socket's buffer is full does the rest go to a thread that lives until it is
/// written. What may lie there is bounded by the credit windows and by the requests in progress.
final class FrameSocket: Sendable {
    /// Why reading ended.
    enum End: Sendable {
        /// The other side closed its end, or this one was closed.
        case closed
        /// What came is not the protocol; the text follows "sent".
        case violation(String)
    }

    private struct Outbox {
        var bytes: [UInt8] = []
        var isDraining = false
        var isClosed = false
    }

    private let descriptor: Int32
    private let outbox = Mutex(Outbox())

    /// Takes over a connected stream socket, to be closed by this object.
    init(descriptor: Int32) {
        self.descriptor = descriptor
        #if canImport(Darwin)
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
        #endif
    }

    deinit { systemClose(descriptor) }

    /// Ends both directions: a blocked reader or writer returns, the other side reads the end of file. The descriptor itself
    /// is closed when nobody uses it any more, so its number cannot be taken meanwhile.
    func close() {
        let first = outbox.withLock { outbox in
            defer {
                outbox.isClosed = true
                outbox.bytes = []
            }
            return !outbox.isClosed
        }
        if first { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    /// Sends a frame. Where the other side is gone it does nothing: the reading loop tells that.
    /// - Throws: ``FoundryError`` `invalidArgument` where the payload is too long.
    func send(_ frame: Frame) throws { send(bytes: try FrameEncoder().encode(frame)) }

    /// Sends a piece of text.
    /// - Throws: ``FoundryError`` `invalidArgument` where it is too long.
    func send(content: String, request: UInt32) throws {
        send(bytes: try FrameEncoder().encode(.content, request: request, payload: content.utf8))
    }

    /// Reads frames until the socket ends. It blocks its thread.
    /// - Parameter handle: Takes each frame; it must not block. What it throws ends the loop as a violation.
    func readFrames(_ handle: (Frame) throws -> Void) -> End {
        var decoder = FrameDecoder()
        return withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 16) { buffer in
            while true {
                let count = systemRead(descriptor, buffer.baseAddress, buffer.count)
                if count < 0 && errno == EINTR { continue }
                // A reset is how the end looks where the other side died with unread bytes.
                guard count > 0 else { return .closed }
                decoder.push(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]))
                do {
                    while let frame = try decoder.next() { try handle(frame) }
                } catch {
                    return .violation(FoundryError.wrapping(error).message)
                }
            }
        }
    }

    private func send(bytes: [UInt8]) {
        let needsThread = outbox.withLock { outbox -> Bool in
            guard !outbox.isClosed else { return false }
            guard !outbox.isDraining else {
                outbox.bytes.append(contentsOf: bytes)
                return false
            }
            guard let sent = write(bytes[...], wait: false), sent < bytes.count else { return false }
            outbox.bytes.append(contentsOf: bytes[sent...])
            outbox.isDraining = true
            return true
        }
        if needsThread { DedicatedThread.start(named: "engine-writer") { self.drain() } }
    }

    private func drain() {
        while true {
            let bytes = outbox.withLock { outbox -> [UInt8] in
                defer { outbox.bytes = [] }
                outbox.isDraining = !outbox.bytes.isEmpty
                return outbox.bytes
            }
            var rest = bytes[...]
            guard !rest.isEmpty else { return }
            while !rest.isEmpty {
                guard let sent = write(rest, wait: true) else { break }
                rest = rest.dropFirst(sent)
            }
        }
    }

    /// - Returns: The bytes taken, 0 where there is no room and it should not wait; nil where the other side is gone.
    private func write(_ bytes: ArraySlice<UInt8>, wait: Bool) -> Int? {
        #if canImport(Darwin)
        let flags = wait ? 0 : MSG_DONTWAIT
        #else
        let flags = Int32(MSG_NOSIGNAL) | (wait ? 0 : Int32(MSG_DONTWAIT))
        #endif
        return bytes.withUnsafeBytes { buffer in
            while true {
                let count = systemSend(descriptor, buffer.baseAddress, buffer.count, flags)
                if count >= 0 { return count }
                switch errno {
                case EINTR: continue
                case EAGAIN, EWOULDBLOCK, ENOBUFS: return 0
                default: return nil
                }
            }
        }
    }
}

// The C library's functions, which the type's own names hide.
private func systemClose(_ descriptor: Int32) { _ = close(descriptor) }
private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int { read(descriptor, bytes, count) }
private func systemSend(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32) -> Int {
    send(descriptor, bytes, count, flags)
}
