#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// How a process ended.
enum ProcessEnd: Sendable, Equatable {
    /// It ended by itself with this status.
    case exited(Int32)
    /// A signal ended it.
    case signalled(Int32)
    /// The system does not tell, for somebody else collected it.
    case unknown

    /// Reads what `waitpid` says; the macros of `sys/wait.h` are not visible from Swift.
    init(waitStatus status: Int32) {
        let signal = status & 0x7F
        self = signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
    }

    /// The end of a sentence that begins with the process.
    var description: String {
        switch self {
        case .exited(let status): return "ended with exit status \(status)"
        case .signalled(let signal):
            let hint = signal == SIGKILL ? ", as when the machine runs out of memory" : ""
            return "ended by signal \(signal) (\(String(cString: strsignal(signal)))\(hint))"
        case .unknown: return "ended"
        }
    }
}
