/// The terminal as the editor draws to it.
final class EditScreen {
    private static let beginPastes = "\u{1B}[?2004h"
    private static let endPastes = "\u{1B}[?2004l"
    private static let bell = "\u{7}"

    private let output: Int32
    private var renderer: LineRenderer
    private var isOpen = false

    init(output: Int32, renderer: LineRenderer) {
        self.output = output
        self.renderer = renderer
    }

    /// Has the terminal mark pastes, and draws the line.
    func open(_ buffer: LineBuffer) throws(TerminalError) {
        isOpen = true
        try write(Self.beginPastes + renderer.draw(buffer, size: size))
    }

    /// Ends the marking of pastes; on an unfinished line it also takes the line away.
    func close() throws(TerminalError) {
        guard isOpen else { return }
        isOpen = false
        try write(renderer.erase(size: size) + Self.endPastes)
    }

    func draw(_ buffer: LineBuffer) throws(TerminalError) { try write(renderer.draw(buffer, size: size)) }

    /// Draws the whole line a last time and goes below it.
    func finish(_ buffer: LineBuffer) throws(TerminalError) {
        isOpen = false
        try write(renderer.finish(buffer, size: size) + Self.endPastes)
    }

    /// A sentence in a row of its own, and the line below it.
    func show(_ sentence: String, above buffer: LineBuffer) throws(TerminalError) {
        try write(renderer.erase(size: size) + Self.bell + sentence + "\r\n" + renderer.draw(buffer, size: size))
    }

    func clear(_ buffer: LineBuffer) throws(TerminalError) {
        try write(renderer.clearScreen() + renderer.draw(buffer, size: size))
    }

    private var size: TerminalSize { TerminalSize(of: output) }

    private func write(_ text: String) throws(TerminalError) { try DescriptorWriter.write(text, to: output) }
}
