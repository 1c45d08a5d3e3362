import Foundation
import NIOCore
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A client that sends and reads bytes as a test says, and leaves when it says so. Reads end after 20 seconds.
final class RawClient: Sendable {
    struct Failure: Error {
        let action: String
        let number: Int32
    }

    private let descriptor: Mutex<Int32>
    private let received = Mutex<[UInt8]>([])

    init(_ address: SocketAddress) throws {
        #if canImport(Glibc)
        let stream = Int32(SOCK_STREAM.rawValue)
        #else
        let stream = SOCK_STREAM
        #endif
        let socket = socket(Int32(address.protocol.rawValue), stream, 0)
        guard socket >= 0 else { throw Failure(action: "socket", number: errno) }
        descriptor = Mutex(socket)
        var timeout = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        let result = address.withSockAddr { pointer, size in connect(socket, pointer, socklen_t(size)) }
        guard result == 0 else { throw Failure(action: "connect", number: errno) }
    }

    deinit { leave() }

    func send(_ text: String) async throws {
        let bytes = Array(text.utf8)
        try await onThread {
            let descriptor = self.descriptor.withLock { $0 }
            var sent = 0
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                guard count > 0 else { throw Failure(action: "write", number: errno) }
                sent += count
            }
        }
    }

    /// A request with a body.
    func post(_ path: String, _ body: String, host: String = "localhost") async throws {
        try await send("POST \(path) HTTP/1.1\r\nHost: \(host)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    /// Everything received so far, once it holds a text; at the connection's end, whatever there is.
    func receive(until marker: String) async throws -> String {
        try await onThread { try self.blockingReceive(until: marker) }
    }

    /// Runs on a thread of its own, which may block: the service needs the few threads that tests run on.
    private func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
        }
    }

    /// Closes the sending side; answers can still be read.
    func stopSending() { descriptor.withLock { _ = shutdown($0, Int32(SHUT_WR)) } }

    /// Leaves.
    func leave() {
        descriptor.withLock { descriptor in
            if descriptor >= 0 { close(descriptor) }
            descriptor = -1
        }
    }

    private func blockingReceive(until marker: String) throws -> String {
        let descriptor = descriptor.withLock { $0 }
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let text = received.withLock { String(decoding: $0, as: UTF8.self) }
            if text.contains(marker) { return text }
            let count = read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { throw Failure(action: "read", number: errno) }
            if count == 0 { return text }
            received.withLock { $0 += chunk[..<count] }
        }
    }
}
