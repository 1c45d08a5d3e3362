#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

extension FoundryError {
    /// The failure of a system call, with the operating system's own words.
    /// - Parameters:
    ///   - action: What was tried on what, to follow "Could not": `"open /x/y"`.
    ///   - number: The error number, `errno` of the calling thread unless given.
    public static func system(_ action: String, errno number: Int32? = nil) -> FoundryError {
        FoundryError(.io, "Could not \(action): \(String(cString: strerror(number ?? errno))).")
    }
}
