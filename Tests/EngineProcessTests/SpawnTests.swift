import Foundation
import FoundryCore
import Inference
import Testing

@testable import EngineProcess

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Real processes: how they start, what they are given, how they end.
@Suite(.timeLimit(.minutes(2))) struct SpawnTests {
    @Test(arguments: [
        ("exit 3", ["engine process of phi:1 (pid ", "ended with exit status 3", "left no message"]),
        ("kill -9 $$", ["ended by signal 9"]),
        ("kill -11 $$", ["ended by signal 11"]),
        ("echo words >&2; exit 7", ["ended with exit status 7", "last words: words"]),
        ("echo nonsense from a library >&3; exec sleep 100", ["sent a frame of ", "it was ended"]),
        ("exec 3<&-; exec sleep 100 2>&-", ["closed its socket; it was ended"]),
    ])
    func aProcessThatEndsInsteadOfLoadingIsDescribed(script: String, words: [String]) async throws {
        let error = await #expect(throws: FoundryError.self) { try await EngineProcess.launch(ShellEngine.configuration(script)) }
        #expect(error?.code == .engineFailure)
        for word in words { #expect(error?.message.contains(word) == true, "\(error?.message ?? "")") }
    }

    @Test func aMissingProgramIsNamed() async throws {
        let configuration = ShellEngine.configuration("", executable: "/nowhere/foundry")
        let error = await #expect(throws: FoundryError.self) { try await EngineProcess.launch(configuration) }
        #expect(error?.code == .io)
        #expect(error?.message.contains("/nowhere/foundry") == true)
    }

    @Test func anArgumentWithANulCharacterIsRefused() async throws {
        let error = await #expect(throws: FoundryError.self) { try await EngineProcess.launch(ShellEngine.configuration("a\0b")) }
        #expect(error?.code == .invalidArgument)
    }

    @Test func aLoadThatTakesTooLongIsEnded() async throws {
        let script = "echo $$ >&2; exec sleep 100"
        let configuration = ShellEngine.configuration(script, startupTimeout: .milliseconds(500))
        let error = await #expect(throws: FoundryError.self) { try await EngineProcess.launch(configuration) }
        #expect(error?.code == .timeout)
        #expect(error?.message.contains("0.5 seconds") == true, "\(error?.message ?? "")")
        let pid = try #require(error?.message.firstMatch(of: /pid (\d+)/).flatMap { pid_t($0.1) })
        #expect(kill(pid, 0) == -1 && errno == ESRCH)
    }

    @Test func aCancelledLaunchEndsTheProcess() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "launch-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "pid").path
        let launch = Task { try await EngineProcess.launch(ShellEngine.configuration("echo $$ >\(file); exec sleep 100")) }
        var pid: pid_t?
        while pid == nil {
            await Task.yield()
            pid = (try? String(contentsOfFile: file, encoding: .utf8)).flatMap { $0.last == "\n" ? pid_t($0.dropLast()) : nil }
        }
        launch.cancel()
        let error = await #expect(throws: FoundryError.self) { try await launch.value }
        #expect(error?.code == .cancelled)
        #expect(kill(try #require(pid), 0) == -1 && errno == ESRCH)
    }

    #if os(Linux)
    @Test func theChildGetsFourDescriptorsAndNoOther() async throws {
        // Without close-on-exec, as a library in this process may leave them.
        let stray = fcntl(0, F_DUPFD, 57)
        defer { close(stray) }
        try #require(stray >= 57)
        let error = await #expect(throws: FoundryError.self) {
            try await EngineProcess.launch(ShellEngine.configuration("exec ls -l /proc/self/fd >&2"))
        }
        let message = error?.message ?? ""
        let open = Dictionary(uniqueKeysWithValues: message.matches(of: /\ (\d+) -> (\S+)/).map { (Int($0.1)!, String($0.2)) })
        #expect(open[0] == "/dev/null")
        #expect(open[1] == open[2])
        #expect(open[2]?.hasPrefix("pipe:") == true)
        #expect(open[3]?.hasPrefix("socket:") == true)
        // The one more is the folder that is listed.
        #expect(open.filter { $0.key > 3 && !$0.value.hasPrefix("/proc/") }.isEmpty, "\(message)")
        #expect(open.count == 5)
    }

    @Test func theChildHasAGroupOfItsOwnAndDefaultSignals() async throws {
        let before = signal(SIGPIPE, SIG_IGN)
        defer { signal(SIGPIPE, before) }
        let script = "ps -o pgid= -p $$ >&2; exec grep -E 'Sig(Blk|Ign)' /proc/self/status >&2"
        let error = await #expect(throws: FoundryError.self) { try await EngineProcess.launch(ShellEngine.configuration(script)) }
        let message = error?.message ?? ""
        let pid = try #require(message.firstMatch(of: /pid (\d+)/)?.1)
        #expect(message.contains(try Regex("last words: +\(pid)\n")), "\(message)")
        let masks = message.matches(of: /Sig(?:Blk|Ign):\s*([0-9a-f]{16})/).compactMap { UInt64($0.1, radix: 16) }
        // Signals 1 to 31; the C library keeps 32 and 33 for itself.
        #expect(masks.map { $0 & 0x7FFF_FFFF } == [0, 0], "\(message)")
    }
    #endif

    @Test func endlessNoiseNeitherBlocksTheChildNorFillsMemory() async throws {
        let script = "head -c 3000000 /dev/zero | tr '\\0' 'x'; head -c 3000000 /dev/zero | tr '\\0' 'y' >&2; echo the end >&2; exit 5"
        let error = await #expect(throws: FoundryError.self) { try await EngineProcess.launch(ShellEngine.configuration(script)) }
        let message = error?.message ?? ""
        #expect(message.hasSuffix("the end"))
        #expect(message.utf8.count < ChildProcess.lastWordsLimit + 200)
    }

    @Test func aKilledEngineEndsItsStreamsAndStaysFailed() async throws {
        let engine = try await EngineProcess.launch(ShellEngine.configuration(try ShellEngine.ready(then: "echo oh >&2; kill -9 $$")))
        #expect(engine.facts == FakeEngine().facts)
        let error = await #expect(throws: FoundryError.self) { try await engine.generate(.saying("x")).collect() }
        #expect(error?.message.contains("ended by signal 9") == true)
        #expect(error?.message.contains("Its last words: oh") == true)
        #expect((engine.failure as? FoundryError)?.message == error?.message)
        await #expect(throws: FoundryError.self) { try await engine.counters() }
        await engine.shutdown()
    }

    @Test(arguments: ["exec cat <&3 >/dev/null", "trap '' TERM; sleep 100", "exit 0"])
    func shutdownReturnsWhenTheProcessIsGone(rest: String) async throws {
        let script = "echo $$ >&2; " + (try ShellEngine.ready(then: rest, waitsForRequest: false))
        let engine = try await EngineProcess.launch(ShellEngine.configuration(script))
        let pid = engine.pid
        async let second: Void = engine.shutdown()
        await engine.shutdown()
        #expect(kill(pid, 0) == -1 && errno == ESRCH)
        await second
        let error = await #expect(throws: FoundryError.self) { try await engine.generate(.saying("x")).collect() }
        // Where the process ends by itself, that may be noticed first.
        let codes: [FoundryError.Code] = rest == "exit 0" ? [.engineFailure, .invalidState] : [.invalidState]
        #expect(try codes.contains(#require(error?.code)))
    }

    @Test func anEngineNobodyHoldsEndsItsProcess() async throws {
        let pid: pid_t
        do {
            let script = try ShellEngine.ready(then: "exec cat <&3 >/dev/null", waitsForRequest: false)
            pid = try await EngineProcess.launch(ShellEngine.configuration(script)).pid
        }
        while kill(pid, 0) == 0 { await Task.yield() }
        #expect(errno == ESRCH)
    }
}
