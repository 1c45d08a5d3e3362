import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A server for one test: it takes a request a connection and lets a closure write the answer, byte for byte.
final class HTTPFixture: Sendable {
    /// A request as it came.
    struct Request: Sendable {
        var line: String
        var headers: [String: String]
        var body: Data
    }

    /// The way back to the client.
    struct Connection: Sendable {
        let descriptor: Int32

        /// Sends bytes; false where the client is gone.
        @discardableResult
        func send(_ text: String) -> Bool {
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { systemSend(descriptor, $0.baseAddress, $0.count) }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }

        /// Sends one byte, whatever it is.
        func sendByte(_ byte: UInt8) { _ = withUnsafeBytes(of: byte) { systemSend(descriptor, $0.baseAddress, 1) } }

        /// Sends a whole answer.
        func answer(_ body: String, status: Int = 200, headers: String = "") {
            send("HTTP/1.1 \(status) X\r\ncontent-length: \(body.utf8.count)\r\n\(headers)connection: close\r\n\r\n\(body)")
        }

        /// Begins a stream of events that ends with the connection.
        func beginStream() { send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n") }

        /// Whether more can be sent without waiting; it waits up to two seconds for that.
        var isWritable: Bool {
            var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            return poll(&request, 1, 2000) > 0
        }
    }

    typealias Handler = @Sendable (Request, Connection) -> Void

    /// The address, for TCP.
    let url: URL
    private let listener: Int32
    private let seen = Seen()

    private final class Seen: Sendable {
        let requests = Mutex<[Request]>([])
    }

    /// The requests so far.
    var requests: [Request] { seen.requests.withLock { $0 } }

    /// Listens at a port of the system's choice, or at a Unix socket.
    init(socket path: String? = nil, handler: @escaping Handler) throws {
        #if canImport(Darwin)
        signal(SIGPIPE, SIG_IGN)
        #endif
        listener = path == nil ? systemSocket(AF_INET) : systemSocket(AF_UNIX)
        let port = path == nil ? bindLoopback(listener) : 0
        guard let url = URL(string: "http://127.0.0.1:\(port)") else { throw CancellationError() }
        self.url = url
        if let path { bindPath(listener, path) }
        listen(listener, 16)
        Thread { [listener, seen] in
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { return }
                Thread {
                    if let request = Self.read(descriptor) {
                        seen.requests.withLock { $0.append(request) }
                        handler(request, Connection(descriptor: descriptor))
                    }
                    close(descriptor)
                }.start()
            }
        }.start()
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private static func read(_ descriptor: Int32) -> Request? {
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            if let end = data.range(of: Data("\r\n\r\n".utf8)) {
                var lines = String(decoding: data[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
                let line = lines.removeFirst()
                let pairs = lines.map { $0.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) } }
                let headers = Dictionary(pairs.map { ($0[0].lowercased(), $0.count > 1 ? $0[1] : "") }, uniquingKeysWith: { $1 })
                let length = headers["content-length"].flatMap { Int($0) } ?? 0
                if data.count - end.upperBound >= length { return Request(line: line, headers: headers, body: data[end.upperBound...]) }
            }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            data.append(contentsOf: buffer[..<count])
        }
    }
}

private func systemSocket(_ family: Int32) -> Int32 {
    #if canImport(Glibc)
    socket(family, Int32(SOCK_STREAM.rawValue), 0)
    #else
    socket(family, SOCK_STREAM, 0)
    #endif
}

private func systemSend(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
    send(descriptor, bytes, count, Int32(MSG_NOSIGNAL))
    #else
    send(descriptor, bytes, count, 0)
    #endif
}

private func bindLoopback(_ descriptor: Int32) -> UInt16 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    return withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
            precondition(bind(descriptor, raw, length) == 0)
            getsockname(descriptor, raw, &length)
        }
        return UInt16(bigEndian: pointer.pointee.sin_port)
    }
}

private func bindPath(_ descriptor: Int32, _ path: String) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            precondition(bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0)
        }
    }
}
