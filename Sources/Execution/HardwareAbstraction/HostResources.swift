import FoundryCore
import Foundation

/// Memory and processor cores of this machine, as far as this process may use them.
public struct HostResources: Sendable, Equatable, Codable {
    /// Installed memory in bytes, or the container's limit where that is lower.
    public let physicalMemory: Int64
    /// Memory that can be taken without swapping, in bytes; it changes all the time.
    public let availableMemory: Int64
    /// Hardware threads this process may run on.
    public let logicalCores: Int
    /// Cores behind these; native kernels run best with one thread a core.
    public let physicalCores: Int

    /// Describes a machine.
    /// - Parameters:
    ///   - physicalMemory: Installed memory in bytes.
    ///   - availableMemory: Free memory in bytes.
    ///   - logicalCores: Hardware threads.
    ///   - physicalCores: Cores.
    public init(physicalMemory: Int64, availableMemory: Int64, logicalCores: Int, physicalCores: Int) {
        self.physicalMemory = physicalMemory
        self.availableMemory = availableMemory
        self.logicalCores = logicalCores
        self.physicalCores = physicalCores
    }

    /// What this machine has now. It reads a few small files of the kernel.
    /// - Throws: ``FoundryError`` `io` or `corrupt` where the system does not tell.
    public static func current() throws -> HostResources {
        #if os(Linux)
        try LinuxHost(root: URL(filePath: "/")).resources()
        #else
        try DarwinHost.resources()
        #endif
    }
}
