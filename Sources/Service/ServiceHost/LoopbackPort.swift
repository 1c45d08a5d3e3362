import FoundryCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Chooses the TCP port: the known one, another where that is taken, the one that was asked for or none.
enum LoopbackPort {
    /// A port that is free on 127.0.0.1, and on ::1 where the machine has it.
    /// - Parameter wanted: The port that was asked for, 0 for any, nil for the known one or any.
    /// - Throws: `FoundryError` `invalidState` where the port that was asked for is taken.
    static func choose(_ wanted: Int?) throws -> (port: Int, hasIPv6: Bool) {
        let hasIPv6 = bind(family: AF_INET6, port: 0) != nil
        switch wanted {
        case nil: return (isFree(Configuration.knownPort, hasIPv6) ? Configuration.knownPort : try any(hasIPv6), hasIPv6)
        case 0: return (try any(hasIPv6), hasIPv6)
        case let port?:
            guard isFree(port, hasIPv6) else {
                throw taken(port)
            }
            return (port, hasIPv6)
        }
    }

    /// The port that was asked for is another program's.
    static func taken(_ port: Int) -> FoundryError {
        FoundryError(
            .invalidState, "Port \(port) is taken by another program. Choose another one with --port, or none to get a free one.",
            parameter: "port")
    }

    private static func isFree(_ port: Int, _ hasIPv6: Bool) -> Bool {
        bind(family: AF_INET, port: port) != nil && (!hasIPv6 || bind(family: AF_INET6, port: port) != nil)
    }

    private static func any(_ hasIPv6: Bool) throws -> Int {
        for _ in 0..<50 {
            if let port = bind(family: AF_INET, port: 0), !hasIPv6 || bind(family: AF_INET6, port: port) != nil { return port }
        }
        throw FoundryError(.io, "The system gives no free TCP port on loopback.")
    }

    /// Binds a socket for a moment and returns its port, nil where that is refused.
    private static func bind(family: Int32, port: Int) -> Int? {
        #if canImport(Glibc)
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        #else
        let descriptor = socket(family, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // As the server sets it: connections of a service that just ended do not keep its port.
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var storage = sockaddr_storage()
        let size: socklen_t
        if family == AF_INET {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(port).bigEndian
            address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
            size = socklen_t(MemoryLayout<sockaddr_in>.size)
            withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: address, as: sockaddr_in.self) }
        } else {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = in_port_t(port).bigEndian
            address.sin6_addr = in6addr_loopback
            setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &yes, socklen_t(MemoryLayout<Int32>.size))
            size = socklen_t(MemoryLayout<sockaddr_in6>.size)
            withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: address, as: sockaddr_in6.self) }
        }
        return withUnsafeMutablePointer(to: &storage) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                var length = size
                guard systemBind(descriptor, address, length) == 0, listen(descriptor, 1) == 0,
                    getsockname(descriptor, address, &length) == 0
                else { return nil }
                // sin_port and sin6_port stand at the same place.
                return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { Int(in_port_t(bigEndian: $0.pointee.sin_port)) }
            }
        }
    }
}

/// The C library's `bind`, which the type's own method hides.
private func systemBind(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
    bind(descriptor, address, length)
}
