import NIOCore

/// The `host` or `host:port` of a Host header or an origin.
struct Authority: Equatable {
    /// The host in lower case, an IPv6 address without its brackets.
    let host: String

    /// Reads an authority; nil for anything else, user names included.
    init?(parsing text: String) {
        let rest: Substring
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<end].lowercased()
            rest = text[end...].dropFirst()
        } else {
            let end = text.firstIndex(of: ":") ?? text.endIndex
            host = text[..<end].lowercased()
            rest = text[end...]
        }
        let port = rest.dropFirst()
        guard !host.isEmpty, rest.isEmpty || (rest.first == ":" && UInt16(port) != nil && port.first != "+") else { return nil }
    }

    /// The address in its usual form, where the host is one.
    var ipAddress: String? { (try? SocketAddress(ipAddress: host, port: 0))?.ipAddress }

    /// Whether the host can only be this machine.
    var isLoopback: Bool {
        guard let ipAddress else { return host == "localhost" }
        return ipAddress == "::1" || ipAddress.hasPrefix("127.")
    }
}
