import Foundation
import FoundryCore

/// The leanest client there is, so that its own work does not count: a socket, a read, a search for line beginnings.
struct StreamingClient {
    let port: UInt16

    /// Posts a chat request and times its events.
    func pace(of body: String) throws -> Pace {
        #if canImport(Glibc)
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard connected == 0 else { throw FoundryError.system("connect to port \(port)") }
        let request =
            "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        let bytes = Array(request.utf8)
        guard send(descriptor, bytes, bytes.count, 0) == bytes.count else { throw FoundryError.system("send the request") }

        var pace = Pace()
        var answer = Data()
        var buffer = [UInt8](repeating: 0, count: 16384)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer.append(contentsOf: buffer[..<count])
            if answer.suffix(count).range(of: Data(#""content":""#.utf8)) != nil { pace.event() }
        }
        let text = String(decoding: answer, as: UTF8.self)
        guard let range = text.range(of: #""completion_tokens":"#), let tokens = Int(text[range.upperBound...].prefix { $0.isNumber })
        else {
            throw FoundryError(.engineFailure, "The service answered: \(text.prefix(400))")
        }
        pace.tokens = tokens
        return pace
    }
}
