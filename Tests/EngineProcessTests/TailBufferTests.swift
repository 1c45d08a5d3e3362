import Testing

@testable import EngineProcess

@Suite struct TailBufferTests {
    @Test(arguments: [1, 3, 10, 100])
    func onlyTheLastBytesAreKept(step: Int) {
        var buffer = TailBuffer(limit: 10)
        let text = (0..<100).map { String($0 % 10) }.joined()
        for start in stride(from: 0, to: 100, by: step) { buffer.push(text.utf8.dropFirst(start).prefix(step)) }
        #expect(buffer.text == "0123456789")
    }

    @Test(arguments: [
        ("", ""), (" \n two\nlines \n", "two\nlines"), ("\u{1B}[31mred\u{1B}[0m\u{7}", "[31mred[0m"), ("\u{9B}x", "x"), ("漢\r\n", "漢"),
    ])
    func textIsSafeToShow(written: String, shown: String) {
        var buffer = TailBuffer(limit: 100)
        buffer.push(written.utf8)
        #expect(buffer.text == shown)
    }

    @Test func aCharacterCutInTwoIsReplaced() {
        var buffer = TailBuffer(limit: 3)
        buffer.push("漢ab".utf8)
        #expect(buffer.text == "\u{FFFD}ab")
    }

    @Test(
        arguments: [(0x0300, ProcessEnd.exited(3)), (0, .exited(0)), (9, .signalled(9)), (0x8B, .signalled(11))] as [(Int32, ProcessEnd)])
    func waitStatusIsRead(status: Int32, end: ProcessEnd) {
        #expect(ProcessEnd(waitStatus: status) == end)
    }
}
