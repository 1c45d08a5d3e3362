import Foundation
import FoundryCore

/// What the system tells about a process (Linux: /proc).
struct ProcessFigures {
    /// Memory in pages of its own or shared with others, in MB.
    var residentMegabytes: Double
    /// How often each of its threads was put on a core since it began, by the thread's id.
    var switches: [String: Int]

    init(pid: Int) throws {
        residentMegabytes = try Double(Self.number("VmRSS:", in: "/proc/\(pid)/status")) / 1024
        switches = [:]
        for thread in try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task") {
            let status = "/proc/\(pid)/task/\(thread)/status"
            switches[thread] =
                try Self.number("voluntary_ctxt_switches:", in: status) + Self.number("nonvoluntary_ctxt_switches:", in: status)
        }
    }

    /// How often its threads were put on a core since an earlier look; threads that ended meanwhile count once.
    func wakeups(since earlier: ProcessFigures) -> Int {
        let alive = switches.reduce(0) { $0 + $1.value - (earlier.switches[$1.key] ?? 0) }
        return alive + earlier.switches.keys.filter { switches[$0] == nil }.count
    }

    private static func number(_ key: String, in path: String) throws -> Int {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix(key) }), let number = Int(line.dropFirst(key.count).filter(\.isNumber)) else {
            throw FoundryError(.io, "\(path) has no \(key)")
        }
        return number
    }
}
