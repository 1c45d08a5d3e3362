import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A pseudo-terminal: what is typed goes in at one side, the code under test sits at the other, and what it draws is recorded.
public final class PseudoTerminal: Sendable {
    /// What went wrong with a terminal, or what it never showed.
    public struct Failure: Error, CustomStringConvertible {
        /// What it was.
        public let description: String
    }

    private let master: Int32
    /// The terminal, as a program's standard input and output would be.
    public let terminal: Int32
    /// The terminal's file, for a program that opens it itself.
    public let path: String
    private let record = Mutex<[UInt8]>([])
    private let isTerminalOpen = Mutex(true)
    private let hangsUp = Pipe()

    /// Makes a terminal of a size.
    public init(columns: Int = 80, rows: Int = 24) throws {
        var ends: (master: Int32, terminal: Int32) = (-1, -1)
        var name = [CChar](repeating: 0, count: 256)
        guard openpty(&ends.master, &ends.terminal, &name, nil, nil) == 0 else {
            throw Failure(description: "no pseudo-terminal: \(String(cString: strerror(errno)))")
        }
        (master, terminal) = ends
        path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        for end in [master, terminal] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        resize(columns: columns, rows: rows)
        let thread = Thread { [self] in readAll() }
        thread.start()
    }

    /// Ends the use; the recording stops when what was drawn is read.
    public func close() {
        isTerminalOpen.withLock { isOpen in
            if isOpen { _ = systemClose(terminal) }
            isOpen = false
        }
    }

    /// Takes the keyboard and the screen away, as a closed window does.
    public func hangUp() { try? hangsUp.fileHandleForWriting.write(contentsOf: Data([1])) }

    /// Gives the window another size.
    public func resize(columns: Int, rows: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// Types bytes as the keyboard would send them.
    public func type(_ text: String) { type(Array(text.utf8)) }

    /// Types bytes.
    public func type(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }

    /// What was drawn so far.
    public var output: String { String(decoding: record.withLock { $0 }, as: UTF8.self) }

    /// Waits until what was drawn fulfils a condition.
    public func wait(_ what: String, until condition: @Sendable (String) -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while !condition(output) {
            guard ContinuousClock.now < deadline else { throw Failure(description: "never saw \(what) in \(output.debugDescription)") }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Waits until a text was drawn, a number of times in all.
    public func wait(for text: String, times: Int = 1) async throws {
        try await wait("\(text.debugDescription) \(times) times") { $0.components(separatedBy: text).count > times }
    }

    /// The terminal's settings in a form that compares.
    public var settings: [UInt64] {
        var attributes = termios()
        tcgetattr(terminal, &attributes)
        let characters = withUnsafeBytes(of: &attributes.c_cc) { $0.map(UInt64.init) }
        return [attributes.c_iflag, attributes.c_oflag, attributes.c_cflag, attributes.c_lflag].map(UInt64.init) + characters
    }

    private func readAll() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            var requests = [master, hangsUp.fileHandleForReading.fileDescriptor].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            _ = poll(&requests, 2, -1)
            if requests[1].revents != 0 { break }
            let count = read(master, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            record.withLock { $0 += buffer[..<count] }
        }
        _ = systemClose(master)
    }
}

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
