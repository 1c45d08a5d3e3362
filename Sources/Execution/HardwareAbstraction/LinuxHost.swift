#if os(Linux)
import FoundryCore
import Foundation

/// What Linux tells about memory and cores, read below a root so that tests can lay out a machine.
///
/// Formats: proc_meminfo(5), proc_pid_status(5), cgroups(7) version 2, Documentation/admin-guide/cputopology.rst of the kernel.
struct LinuxHost {
    /// `/`, or a copy of what is needed of it.
    let root: URL

    func resources() throws -> HostResources {
        let memory = try memory()
        let allowed = try allowedThreads()
        let group = controlGroup()
        let physical = min(memory.total, group.memory ?? .max)
        let free = group.memory.map { max(0, $0 - group.used) } ?? .max
        let logical = min(allowed.count, group.cores ?? .max)
        return HostResources(
            physicalMemory: physical, availableMemory: min(memory.available, free, physical), logicalCores: logical,
            physicalCores: min(cores(behind: allowed), logical))
    }

    /// The hardware threads the scheduler may put this process on.
    private func allowedThreads() throws -> [Int] {
        let lines = (text("proc/self/status") ?? "").split(separator: "\n")
        let list = lines.first { $0.hasPrefix("Cpus_allowed_list:") }?.dropFirst("Cpus_allowed_list:".count)
        let threads = (list ?? "").split(separator: ",").flatMap { part -> [Int] in
            let ends = part.split(separator: "-").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
            guard let first = ends.first, let last = ends.last, ends.count <= 2, first >= 0, first <= last, last < 65536 else {
                return []
            }
            return Array(first...last)
        }
        guard !threads.isEmpty else {
            throw FoundryError(.corrupt, "\(root.appending(path: "proc/self/status").path) does not tell this process's processors.")
        }
        return threads
    }

    private func memory() throws -> (total: Int64, available: Int64) {
        var values: [Substring: Int64] = [:]
        for line in (text("proc/meminfo") ?? "").split(separator: "\n") {
            let parts = line.split(whereSeparator: { $0 == ":" || $0 == " " })
            if parts.count >= 2, let value = Int64(parts[1]), (0...(Int64.max / 1024)).contains(value) {
                values[parts[0]] = value * 1024
            }
        }
        // Kernels before 3.14 have no MemAvailable.
        let available = values["MemAvailable"] ?? values["MemFree"].map { $0 + (values["Cached"] ?? 0) }
        guard let total = values["MemTotal"], let available else {
            throw FoundryError(.corrupt, "\(root.appending(path: "proc/meminfo").path) does not tell the machine's memory.")
        }
        return (total, available)
    }

    /// Threads of one core list the same siblings.
    private func cores(behind threads: [Int]) -> Int {
        let cores = threads.map { thread in
            let topology = "sys/devices/system/cpu/cpu\(thread)/topology/"
            return text(topology + "core_cpus_list") ?? text(topology + "thread_siblings_list") ?? "\(thread)"
        }
        return Set(cores).count
    }

    /// The narrowest limits of this process's control group and those above it, as containers have them.
    private func controlGroup() -> (memory: Int64?, used: Int64, cores: Int?) {
        let line = text("proc/self/cgroup")?.split(separator: "\n").first { $0.hasPrefix("0::/") }
        // A path with ".." is outside of what this process can see; the root of its view remains.
        var parts = line?.dropFirst(4).split(separator: "/").map(String.init) ?? []
        if parts.contains("..") { parts = [] }
        var result: (memory: Int64?, used: Int64, cores: Int?) = (nil, 0, nil)
        for depth in 0...parts.count {
            let folder = (["sys/fs/cgroup"] + parts.prefix(depth)).joined(separator: "/")
            if let limit = text("\(folder)/memory.max").flatMap({ Int64($0) }), limit > 0, limit <= result.memory ?? .max {
                let inactive = text("\(folder)/memory.stat").flatMap { Self.value("inactive_file", in: $0) } ?? 0
                // Cached files count as used but are dropped when memory is wanted.
                result.used = max(0, (text("\(folder)/memory.current").flatMap { Int64($0) } ?? 0) - inactive)
                result.memory = limit
            }
            let quota = text("\(folder)/cpu.max")?.split(separator: " ").compactMap { Double($0) } ?? []
            if quota.count == 2, quota[0] > 0, quota[1] > 0, quota[0] / quota[1] < 65536 {
                result.cores = min(result.cores ?? .max, max(1, Int((quota[0] / quota[1]).rounded(.up))))
            }
        }
        return result
    }

    private static func value(_ key: String, in text: String) -> Int64? {
        text.split(separator: "\n").first { $0.hasPrefix(key + " ") }.flatMap { Int64($0.dropFirst(key.count + 1)) }
    }

    private func text(_ path: String) -> String? {
        try? String(contentsOf: root.appending(path: path), encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
#endif
