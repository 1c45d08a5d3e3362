import Foundation
import FoundryCore

/// What the system tells about a process (Linux: /proc).
struct ProcessFigures {
    /// Memory in pages of its own or shared with others, in MB.
    var residentMegabytes: Double
    /// How often one of its threads was put on a core since it began.
    var wakeups: Int

    init(residentMegabytes: Double, wakeups: Int) {
        self.residentMegabytes = residentMegabytes
        self.wakeups = wakeups
    }

    init(pid: Int) throws {
        residentMegabytes = try Double(Self.number("VmRSS:", in: "/proc/\(pid)/status")) / 1024
        wakeups = 0
        for thread in try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task") {
            let status = "/proc/\(pid)/task/\(thread)/status"
            wakeups += try Self.number("voluntary_ctxt_switches:", in: status) + Self.number("nonvoluntary_ctxt_switches:", in: status)
        }
    }

    private static func number(_ key: String, in path: String) throws -> Int {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix(key) }), let number = Int(line.dropFirst(key.count).filter(\.isNumber)) else {
            throw FoundryError(.io, "\(path) has no \(key)")
        }
        return number
    }
}
