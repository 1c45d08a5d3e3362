public import Foundation

/// Earlier inputs, oldest first, and the browsing through them. With a file they outlive the program.
///
/// The file holds one JSON string a line, so that inputs of several lines survive; a damaged line is skipped. Its mode is 0600.
/// Trouble with the file never stops the browsing: it is kept in ``fileFailure``.
public struct InputHistory: Sendable {
    /// The inputs, oldest first.
    public private(set) var entries: [String] = []
    /// The most inputs kept; older ones go.
    public let capacity: Int
    /// Why the file could not be read or written, the last time that happened.
    public private(set) var fileFailure: TerminalError?

    private let file: HistoryFile?
    /// Which entry is shown while browsing.
    private var position: Int?
    private var draft = ""

    /// Reads the inputs of earlier sessions.
    /// - Parameters:
    ///   - url: The file; one that is missing counts as empty and is made at the first ``append(_:)``. Nil keeps the inputs in memory only.
    ///   - capacity: The most inputs kept, at least 1.
    public init(contentsOf url: URL? = nil, capacity: Int = 1000) {
        self.capacity = max(1, capacity)
        file = url.map(HistoryFile.init(url:))
        guard let file else { return }
        do throws(TerminalError) {
            let lines = try file.load()
            for line in lines { keep(line) }
            // Rewritten only now and then: the file is allowed to hold twice as many lines as are shown.
            if lines.count > 2 * self.capacity { try file.replace(entries) }
        } catch { fileFailure = error }
    }

    /// Adds an input and ends the browsing. A blank one, or one that equals the last, is dropped.
    /// - Parameter entry: The input, of one line or several.
    public mutating func append(_ entry: String) {
        stopBrowsing()
        guard entry.contains(where: { !$0.isWhitespace }), keep(entry), let file else { return }
        do throws(TerminalError) { try file.append(entry) } catch { fileFailure = error }
    }

    /// The input before the one shown, or nil at the oldest.
    /// - Parameter current: The text being edited; it is the draft ``next()`` comes back to when the browsing begins here.
    public mutating func previous(current: String) -> String? {
        let wanted = (position ?? entries.count) - 1
        guard entries.indices.contains(wanted) else { return nil }
        if position == nil { draft = current }
        position = wanted
        return entries[wanted]
    }

    /// The input after the one shown, the draft after the newest, or nil where no browsing goes on.
    public mutating func next() -> String? {
        guard let position else { return nil }
        guard position + 1 < entries.count else {
            self.position = nil
            return draft
        }
        self.position = position + 1
        return entries[position + 1]
    }

    /// Forgets the draft and the place: the next ``previous(current:)`` gives the newest input.
    public mutating func stopBrowsing() {
        position = nil
        draft = ""
    }

    @discardableResult
    private mutating func keep(_ entry: String) -> Bool {
        guard entry != entries.last else { return false }
        entries.append(entry)
        if entries.count > capacity { entries.removeFirst(entries.count - capacity) }
        return true
    }
}
