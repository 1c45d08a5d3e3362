#if canImport(Darwin)
import Darwin
import FoundryCore

/// What macOS tells about memory and cores. Names: sysctl(3) and `sysctl -a`.
enum DarwinHost {
    static func resources() throws -> HostResources {
        guard let memory = value("hw.memsize") else { throw FoundryError.system("ask for hw.memsize") }
        let page = value("hw.pagesize") ?? 16384
        // Pages that are free, or that the system gives up without writing them anywhere.
        let names = ["vm.page_free_count", "vm.page_purgeable_count", "vm.page_pageable_external_count"]
        let pages = names.compactMap { value($0) }.reduce(0, +)
        let logical = max(1, Int(value("hw.logicalcpu") ?? 1))
        return HostResources(
            physicalMemory: memory, availableMemory: min(memory, pages * page), logicalCores: logical,
            physicalCores: min(logical, max(1, Int(value("hw.physicalcpu") ?? Int64(logical)))))
    }

    /// A number of either width.
    private static func value(_ name: String) -> Int64? {
        var bytes: (Int32, Int32) = (0, 0)
        var size = MemoryLayout.size(ofValue: bytes)
        guard sysctlbyname(name, &bytes, &size, nil, 0) == 0, size == 4 || size == 8 else { return nil }
        let low = Int64(UInt32(bitPattern: bytes.0))
        return size == 4 ? low : low | Int64(bytes.1) << 32
    }
}
#endif
