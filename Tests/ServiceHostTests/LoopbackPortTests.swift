import FoundryCore
import Testing

@testable import ServiceHost

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite(.serialized)
struct LoopbackPortTests {
    @Test func anyPortIsFree() throws {
        let chosen = try LoopbackPort.choose(0)
        #expect((1024...65535).contains(chosen.port))
        #expect(try LoopbackPort.choose(chosen.port).port == chosen.port)
    }

    @Test func takenPortIsRefusedWhereItWasAskedFor() throws {
        let holder = try Holder(port: 0)
        defer { holder.close() }
        #expect(throws: FoundryError.self) { try LoopbackPort.choose(holder.port) }
        do { _ = try LoopbackPort.choose(holder.port) } catch let error as FoundryError {
            #expect(error.code == .invalidState)
            #expect(error.message.contains("\(holder.port)"))
        }
    }

    @Test func anotherPortStandsInForTheKnownOne() throws {
        // Whoever holds the known port, this test or another program: it is not given out twice.
        let holder = try? Holder(port: Configuration.knownPort)
        defer { holder?.close() }
        #expect(try LoopbackPort.choose(nil).port != Configuration.knownPort)
    }
}

/// Listens on a port of 127.0.0.1.
private struct Holder {
    let descriptor: Int32
    let port: Int

    init(port: Int) throws {
        #if canImport(Glibc)
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = self.descriptor
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 1) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard bound else { throw FoundryError.system("bind") }
        self.port = Int(in_port_t(bigEndian: address.sin_port))
    }

    func close() { _ = systemClose(descriptor) }
}

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
