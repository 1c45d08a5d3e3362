#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// How many columns and rows a terminal shows.
public struct TerminalSize: Hashable, Sendable {
    /// Characters in a row, at least 1.
    public var columns: Int
    /// Rows, at least 1.
    public var rows: Int

    /// A size; values below 1 count as 1.
    /// - Parameters:
    ///   - columns: Characters in a row.
    ///   - rows: Rows.
    public init(columns: Int, rows: Int) {
        self.columns = max(1, columns)
        self.rows = max(1, rows)
    }

    /// Asks the terminal; what it does not know is that of the classic one, 80 columns and 24 rows.
    /// - Parameter descriptor: The terminal's file descriptor.
    public init(of descriptor: Int32) {
        var size = winsize()
        let known = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0
        self.init(
            columns: known && size.ws_col > 0 ? Int(size.ws_col) : 80,
            rows: known && size.ws_row > 0 ? Int(size.ws_row) : 24)
    }
}
