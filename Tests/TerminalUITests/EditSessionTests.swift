import Testing

@testable import TerminalUI

@Suite struct EditSessionTests {
    @Test(arguments: [
        (Key.enter, EditSession.Effect.submit), (.control("c"), .interrupt), (.control("d"), .endOfInput), (.control("l"), .clearScreen),
        (.control("z"), .suspend), (.escape, .none), (.control("g"), .none), (.text("x"), .redraw),
        (.pasteCut(lostBytes: 3), .notice("The pasted text is too long: its last 3 bytes are lost.")),
    ])
    func aKeyOnAnEmptyLineHasItsEffect(_ key: Key, _ effect: EditSession.Effect) {
        var session = EditSession(history: InputHistory())
        #expect(session.handle(key) == effect)
    }

    @Test func controlDDeletesWhereThereIsText() {
        var session = EditSession(history: InputHistory())
        for key in [Key.text("ab"), .home] { _ = session.handle(key) }
        #expect(session.handle(.control("d")) == .redraw)
        #expect(session.buffer.text == "b")
    }

    @Test func anInputBeyondTheLimitIsRefusedWhole() {
        var session = EditSession(history: InputHistory())
        let most = String(repeating: "x", count: EditSession.limit)
        #expect(session.handle(.paste(most)) == .redraw)
        #expect(session.handle(.text("y")) == .notice("The input is full: it holds 4 MiB at most."))
        #expect(session.buffer.text.utf8.count == EditSession.limit)
    }

    @Test func upFromTheSecondLineDoesNotBrowse() {
        var history = InputHistory()
        history.append("old")
        var session = EditSession(history: history)
        for key in [Key.paste("a\nb"), .up, .text("!")] { _ = session.handle(key) }
        #expect(session.buffer.text == "a!\nb")
        _ = session.handle(.up)
        #expect(session.buffer.text == "old")
        _ = session.handle(.down)
        #expect(session.buffer.text == "a!\nb")
    }
}
