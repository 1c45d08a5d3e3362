import Foundation
import FoundryCore
import FoundryTestSupport
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The chat as a person at a terminal sees it.
@Suite(.serialized, .enabled(if: RealModels.areAvailable, "\(RealModels.reason)"))
struct ReplTests {
    @Test func answersAndKeepsTalking() async throws {
        let terminal = try await chat("tinytalk")
        try await terminal.wait(for: "> ")
        terminal.type("Do you like ice cream?\r")
        try await terminal.wait(for: "I love ice cream! It's so cool and refreshing.")
        terminal.type("/stats\r")
        try await terminal.wait("tokens per second") { $0.lowercased().contains("tokens") }
        terminal.type("/nonsense\r")
        try await terminal.wait(for: "/nonsense", times: 2)
        terminal.type("/exit\r")
        #expect(await terminal.exitStatus() == 0)
    }

    @Test func controlCStopsTheAnswerAndNotTheProgram() async throws {
        let terminal = try await chat("random-tiny-int4")
        try await terminal.wait(for: "> ")
        terminal.type("/set parameter max_tokens 1900\r")
        terminal.type("hello\r")
        try await terminal.wait(for: "🤖")
        terminal.type("\u{3}")
        terminal.type("/set parameter max_tokens 3\r")
        terminal.type("hello again\r")
        try await terminal.wait(for: "🤖", times: 2)
        #expect(await terminal.exitStatus(typing: "\u{4}") == 0)
    }

    @Test func severalLinesAreOneMessage() async throws {
        let terminal = try await chat("tinytalk")
        try await terminal.wait(for: "> ")
        terminal.type("\"\"\"Do you like\rice cream?\"\"\"\r")
        try await terminal.wait(for: "🤖")
        terminal.type("/exit\r")
        #expect(await terminal.exitStatus() == 0)
    }

    private func chat(_ model: String) async throws -> TerminalProgram {
        let home = try FoundryHome()
        return try TerminalProgram(home: home, ["model", "run", FoundryHome.model(model)])
    }
}

/// The built program in a pseudo-terminal that is its own.
private final class TerminalProgram: Sendable {
    private let terminal: PseudoTerminal
    private let home: FoundryHome
    private let pid: Int32

    init(home: FoundryHome, _ arguments: [String]) throws {
        self.home = home
        terminal = try PseudoTerminal()
        var environment = home.environment
        environment["TERM"] = "xterm"
        // Opened by the child as the leader of a session of its own, the terminal becomes the one that controls it.
        let spawn = ProcessSpawn(
            executable: BuildProducts.foundry, arguments: arguments, environment: environment,
            descriptors: Array(repeating: .file(terminal.path, flags: O_RDWR), count: 3), group: .ownSession)
        pid = try spawn.start()
    }

    func type(_ text: String) { terminal.type(text) }
    func wait(for text: String, times: Int = 1) async throws { try await terminal.wait(for: text, times: times) }
    func wait(_ what: String, until condition: @escaping @Sendable (String) -> Bool) async throws {
        try await terminal.wait(what, until: condition)
    }

    /// Waits for the end, half a minute at most.
    /// - Parameter keys: What is typed meanwhile, again and again: it is lost where no prompt waits for it.
    func exitStatus(typing keys: String = "") async -> Int32 {
        for turn in 0..<3000 {
            if turn % 20 == 0 { type(keys) }
            var status: Int32 = 0
            if waitpid(pid, &status, WNOHANG) == pid { return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F) }
            try? await Task.sleep(for: .milliseconds(10))
        }
        kill(pid, SIGKILL)
        return -1000
    }
}
