import Foundation
import FoundryCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A client of bare sockets, which can do what proper clients do not: leave in mid-answer, send anything.
struct ServiceSocket: Sendable {
    let port: UInt16

    /// An answer, read to its end.
    struct Answer: Sendable {
        var status: Int
        var body: Data
        var text: String { String(decoding: body, as: UTF8.self) }
        var json: [String: Any] { (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] ?? [:] }
        var error: [String: Any] { json["error"] as? [String: Any] ?? [:] }
        /// The `data:` lines of a stream.
        var events: [String] { text.split(separator: "\n").filter { $0.hasPrefix("data: ") }.map { String($0.dropFirst(6)) } }
        /// The texts of a stream's chunks, put together.
        var streamedContent: String {
            events.compactMap { event in
                let chunk = try? JSONSerialization.jsonObject(with: Data(event.utf8)) as? [String: Any]
                let choice = (chunk?["choices"] as? [[String: Any]])?.first
                return (choice?["delta"] as? [String: Any])?["content"] as? String
            }.joined()
        }
        /// The text of an answer that is no stream.
        var content: String? {
            let choice = (json["choices"] as? [[String: Any]])?.first
            return (choice?["message"] as? [String: Any])?["content"] as? String
        }
    }

    func get(_ path: String, headers: [String] = []) async throws -> Answer {
        try await exchange("GET \(path) HTTP/1.1\r\n\(Self.head(headers))\r\n", body: Data())
    }

    func chat(_ body: String) async throws -> Answer { try await post("/v1/chat/completions", Data(body.utf8)) }

    func post(_ path: String, _ body: Data, headers: [String] = []) async throws -> Answer {
        try await exchange("POST \(path) HTTP/1.1\r\n\(Self.head(headers))Content-Length: \(body.count)\r\n\r\n", body: body)
    }

    /// Sends a chat request and hands the open connection over.
    func openChat(_ body: String) async throws -> OpenConnection { try await onThread { try openChatBlocking(body) } }

    /// The same for those who are on a thread of their own.
    func openChatBlocking(_ body: String) throws -> OpenConnection {
        let connection = try OpenConnection(port: port)
        let head = "POST /v1/chat/completions HTTP/1.1\r\n\(Self.head([]))Content-Length: \(body.utf8.count)\r\n\r\n"
        try connection.send(Data("\(head)\(body)".utf8))
        return connection
    }

    private static func head(_ headers: [String]) -> String {
        let host = headers.contains { $0.lowercased().hasPrefix("host:") } ? [] : ["Host: localhost"]
        return (host + ["Connection: close"] + headers).map { "\($0)\r\n" }.joined()
    }

    /// The same as ``get(_:headers:)`` for those who are on a thread of their own.
    func getBlocking(_ path: String) throws -> Answer { try exchangeBlocking("GET \(path) HTTP/1.1\r\n\(Self.head([]))\r\n", body: Data()) }

    private func exchange(_ head: String, body: Data) async throws -> Answer {
        try await onThread { try exchangeBlocking(head, body: body) }
    }

    private func exchangeBlocking(_ head: String, body: Data) throws -> Answer {
        let connection = try OpenConnection(port: port)
        defer { connection.close() }
        try connection.send(Data(head.utf8) + body)
        return try Self.parse(connection.readAll())
    }

    private static func parse(_ data: Data) throws -> Answer {
        guard let end = data.range(of: Data("\r\n\r\n".utf8)) else { throw FoundryError(.unreachable, "No answer: \(data.count) bytes.") }
        let head = String(decoding: data[..<end.lowerBound], as: UTF8.self)
        let status = Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0
        var body = Data(data[end.upperBound...])
        if head.lowercased().contains("transfer-encoding: chunked") { body = unchunked(body) }
        return Answer(status: status, body: body)
    }

    private static func unchunked(_ data: Data) -> Data {
        var rest = data[...]
        var body = Data()
        while let line = rest.range(of: Data("\r\n".utf8)) {
            guard let size = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16), size > 0 else { break }
            let start = line.upperBound
            body += rest[start..<min(start + size, rest.endIndex)]
            rest = rest[min(start + size + 2, rest.endIndex)...]
        }
        return body
    }
}

/// An open connection, to be read piece by piece or left.
final class OpenConnection: Sendable {
    private let descriptor: Int32

    init(port: UInt16) throws {
        #if canImport(Glibc)
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        #else
        descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard result == 0 else { throw FoundryError.system("connect to port \(port)") }
        // A test that would hang fails instead.
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    func send(_ data: Data) throws {
        try data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
            var rest = bytes[bytes.startIndex...]
            while !rest.isEmpty {
                let buffer = UnsafeRawBufferPointer(rebasing: rest)
                #if canImport(Glibc)
                let count = systemSend(descriptor, buffer, Int32(MSG_NOSIGNAL))
                #else
                let count = systemSend(descriptor, buffer, 0)
                #endif
                // A server that has refused the request already reads no more of it.
                if count < 0, errno == EPIPE || errno == ECONNRESET { return }
                guard count > 0 else { throw FoundryError.system("send") }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// The next bytes; empty at the end.
    func read() -> Data {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return Data(buffer[..<max(0, count)])
    }

    func readAll() -> Data {
        var data = Data()
        while case let piece = read(), !piece.isEmpty { data += piece }
        return data
    }

    /// Reads until a text has come, or the end.
    func read(until text: String) async throws -> String {
        try await onThread {
            var data = Data()
            while data.range(of: Data(text.utf8)) == nil {
                let piece = self.read()
                if piece.isEmpty { break }
                data += piece
            }
            return String(decoding: data, as: UTF8.self)
        }
    }

    func close() { _ = systemClose(descriptor) }
}

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
private func systemSend(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer, _ flags: Int32) -> Int {
    send(descriptor, buffer.baseAddress, buffer.count, flags)
}

/// Runs blocking work on a thread of its own: the pool that tests run on has few.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread { continuation.resume(with: Result(catching: body)) }.start()
    }
}
