public import Foundation
import FoundryCore

/// Where a service listens.
public enum ServiceAddress: Sendable, Hashable, CustomStringConvertible {
    /// An HTTP address, such as `http://127.0.0.1:5272`; a path in it is left out.
    case url(URL)
    /// The path of a Unix socket.
    case socket(path: String)

    /// The longest path of a Unix socket that every system takes, in bytes (`sun_path` on macOS holds 104 with its end).
    public static let longestSocketPath = 103

    /// The address as people write it.
    public var description: String {
        switch self {
        case .url(let url): url.absoluteString
        case .socket(let path): path
        }
    }

    /// The address of a path at the service.
    /// - Parameters:
    ///   - path: The path, percent-encoded, with its leading slash.
    ///   - query: The query's names and values.
    /// - Throws: `FoundryError` `invalidArgument` where the address is no address.
    func location(_ path: String, query: [(String, String)]) throws -> String {
        var components = URLComponents()
        components.percentEncodedPath = path
        if !query.isEmpty { components.queryItems = query.map { URLQueryItem(name: $0.0, value: $0.1) } }
        guard let tail = components.string else { throw FoundryError(.internalError, "\(path) is no path of a URL.") }
        switch self {
        case .url(let url):
            guard url.scheme == "http", let host = url.host(percentEncoded: true), !host.isEmpty else {
                throw FoundryError(
                    .invalidArgument, "\(url.absoluteString) is no address of a service; it must be like http://127.0.0.1:5272.")
            }
            let name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
            return "http://\(name)\(url.port.map { ":\($0)" } ?? "")\(tail)"
        case .socket(let path):
            guard path.utf8.count <= Self.longestSocketPath, let host = path.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
            else {
                throw FoundryError(
                    .invalidArgument,
                    "\(path) is too long for a Unix socket, which takes \(Self.longestSocketPath) bytes. Use the HTTP address.")
            }
            return "http+unix://\(host)\(tail)"
        }
    }
}
