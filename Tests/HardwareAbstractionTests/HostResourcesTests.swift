import FoundryCore
import FoundryTestSupport
import Foundation
import Testing

@testable import HardwareAbstraction

@Suite struct HostResourcesTests {
    @Test func describesThisMachine() throws {
        let host = try HostResources.current()
        #expect(host.physicalMemory > 64 << 20)
        #expect((0...host.physicalMemory).contains(host.availableMemory))
        #expect((1...host.logicalCores).contains(host.physicalCores))
        #expect(host.logicalCores <= ProcessInfo.processInfo.processorCount)
    }

    @Test func knowsThePlatform() throws { #expect(Platform.allCases.contains(try Platform.current())) }
}

#if os(Linux)
@Suite struct LinuxHostTests {
    private let folder: TemporaryDirectory
    private static let gibibyte: Int64 = 1 << 30

    /// Four cores of two threads each, 16 GiB, 10 of them available.
    init() throws {
        folder = try TemporaryDirectory()
        try write(
            "proc/meminfo",
            "MemTotal:       16777216 kB\nMemFree:         1048576 kB\nMemAvailable:   10485760 kB\nCached: 2097152 kB\n")
        try write("proc/self/status", "Name:\ttest\nCpus_allowed:\tff\nCpus_allowed_list:\t0-7\n")
        for thread in 0..<8 {
            try write("sys/devices/system/cpu/cpu\(thread)/topology/core_cpus_list", "\(thread % 4),\(thread % 4 + 4)\n")
        }
    }

    private func write(_ path: String, _ text: String) throws {
        let url = folder.url.appending(path: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    private func resources() throws -> HostResources { try LinuxHost(root: folder.url).resources() }

    @Test func readsTheWholeMachine() throws {
        #expect(
            try resources()
                == HostResources(
                    physicalMemory: 16 * Self.gibibyte, availableMemory: 10 * Self.gibibyte, logicalCores: 8, physicalCores: 4))
    }

    @Test(arguments: [("0-1,4", 3, 2), ("0,4", 2, 1), ("0", 1, 1), ("4-7", 4, 4)])
    func countsOnlyAllowedThreads(list: String, logical: Int, physical: Int) throws {
        try write("proc/self/status", "Cpus_allowed_list:\t\(list)\n")
        let host = try resources()
        #expect(host.logicalCores == logical && host.physicalCores == physical)
    }

    @Test func takesEveryThreadForACoreWithoutTopology() throws {
        try FileManager.default.removeItem(at: folder.url.appending(path: "sys"))
        #expect(try resources().physicalCores == 8)
    }

    @Test func readsOldKernels() throws {
        try write("proc/meminfo", "MemTotal: 16777216 kB\nMemFree: 1048576 kB\nCached: 2097152 kB\n")
        #expect(try resources().availableMemory == 3 * Self.gibibyte)
    }

    @Test func respectsTheNarrowestControlGroup() throws {
        try write("proc/self/cgroup", "0::/outer/inner\n")
        try write("sys/fs/cgroup/outer/memory.max", "\(4 * Self.gibibyte)\n")
        try write("sys/fs/cgroup/outer/memory.current", "\(3 * Self.gibibyte)\n")
        try write("sys/fs/cgroup/outer/memory.stat", "anon 1\nfile 5\ninactive_file \(Self.gibibyte)\n")
        try write("sys/fs/cgroup/outer/inner/memory.max", "max\n")
        try write("sys/fs/cgroup/outer/inner/cpu.max", "250000 100000\n")
        #expect(
            try resources()
                == HostResources(
                    physicalMemory: 4 * Self.gibibyte, availableMemory: 2 * Self.gibibyte, logicalCores: 3, physicalCores: 3))
    }

    @Test(arguments: ["max 100000", "0 0", "x", "-1 100000", "nan nan", "1e300 1"])
    func passesOverQuotasThatLimitNothing(_ quota: String) throws {
        try write("proc/self/cgroup", "0::/\n")
        try write("sys/fs/cgroup/cpu.max", quota)
        #expect(try resources().logicalCores == 8)
    }

    @Test(arguments: [
        ("proc/meminfo", ""), ("proc/meminfo", "MemTotal: 9999999999999999999 kB\nMemAvailable: 1 kB\n"),
        ("proc/meminfo", "MemTotal: -1 kB\n"),
        ("proc/self/status", ""), ("proc/self/status", "Cpus_allowed_list:\t5-2\n"),
        ("proc/self/status", "Cpus_allowed_list:\t0-99999999999\n"),
    ])
    func refusesNonsense(path: String, text: String) throws {
        try write(path, text)
        #expect(throws: FoundryError.self) { try resources() }
    }
}
#endif
