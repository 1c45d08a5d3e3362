import FoundryCore
import FoundryTestSupport
import Foundation
import Synchronization
import Testing

@Suite("A lock on a file", .timeLimit(.minutes(1)))
struct FileLockTests {
    private let directory: TemporaryDirectory
    private var file: URL { directory.url.appending(path: "service.lock") }

    /// util-linux's tool, the other process of these tests.
    private static let tool = ["/usr/bin/flock", "/bin/flock"].first { FileManager.default.isExecutableFile(atPath: $0) }

    init() throws { directory = try TemporaryDirectory() }

    @Test("is held by one at a time, until it is let go")
    func oneHolder() throws {
        #expect(!FileLock.isHeld(file))
        var first = try FileLock.tryAcquire(file)
        #expect(first != nil)
        #expect(FileLock.isHeld(file))
        #expect(try FileLock.tryAcquire(file) == nil)
        withExtendedLifetime(first) {}
        first = nil
        #expect(!FileLock.isHeld(file))
        #expect(try FileLock.tryAcquire(file) != nil)
    }

    @Test("leaves the file and what it holds")
    func content() throws {
        try Data("pid 7".utf8).write(to: file)
        do { _ = try FileLock.tryAcquire(file) }
        #expect(try Data(contentsOf: file) == Data("pid 7".utf8))
    }

    @Test("is another for another file")
    func otherFile() throws {
        let first = try FileLock.tryAcquire(file)
        let second = try FileLock.tryAcquire(directory.url.appending(path: "other.lock"))
        #expect(first != nil && second != nil)
        withExtendedLifetime((first, second)) {}
    }

    @Test("is waited for")
    func waits() async throws {
        let file = file
        var first = try FileLock.tryAcquire(file)
        let isAcquired = Mutex(false)
        async let second: Void = withCheckedThrowingContinuation { continuation in
            Thread {
                continuation.resume(
                    with: Result {
                        let lock = try FileLock.acquire(file)
                        isAcquired.withLock { $0 = true }
                        withExtendedLifetime(lock) {}
                    })
            }.start()
        }
        for _ in 0..<50 { await Task.yield() }
        #expect(!isAcquired.withLock { $0 })
        withExtendedLifetime(first) {}
        first = nil
        try await second
        #expect(isAcquired.withLock { $0 })
    }

    @Test("is refused with its path where the folder is missing")
    func missingFolder() {
        let absent = directory.url.appending(path: "absent/service.lock")
        for acquire in [FileLock.tryAcquire, { try FileLock.acquire($0) }] {
            let error = #expect(throws: FoundryError.self) { try acquire(absent) }
            #expect(error?.code == .io)
            #expect(error?.message.contains(absent.path) == true)
        }
        #expect(!FileLock.isHeld(absent))
    }

    @Test("is not disturbed by those who look whether it is held")
    func looking() async throws {
        let file = file
        _ = try FileLock.tryAcquire(file)
        let isOver = Atomic(false)
        let looks = Atomic(0)
        async let looker: Void = withCheckedContinuation { continuation in
            Thread {
                while !isOver.load(ordering: .relaxed) {
                    _ = FileLock.isHeld(file)
                    looks.add(1, ordering: .relaxed)
                }
                continuation.resume()
            }.start()
        }
        var refusals = 0
        while looks.load(ordering: .relaxed) < 20_000 {
            if try FileLock.tryAcquire(file) == nil { refusals += 1 }
        }
        isOver.store(true, ordering: .relaxed)
        await looker
        #expect(refusals == 0, "nobody held the lock")
    }

    @Test("keeps other processes out", .enabled(if: tool != nil, "needs the command flock"))
    func keepsOut() throws {
        let lock = try FileLock.tryAcquire(file)
        #expect(try run(["-n", file.path, "true"]) == 1)
        withExtendedLifetime(lock) {}
    }

    @Test("lets other processes in once it is gone", .enabled(if: tool != nil, "needs the command flock"))
    func letsIn() throws {
        do { _ = try FileLock.tryAcquire(file) }
        #expect(try run(["-n", file.path, "true"]) == 0)
    }

    @Test("of another process keeps us out, until that process ends", .enabled(if: tool != nil, "needs the command flock"))
    func keptOut() throws {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: try #require(Self.tool))
        process.arguments = [file.path, "sh", "-c", "echo locked; read line"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        #expect(output.fileHandleForReading.availableData == Data("locked\n".utf8))
        #expect(try FileLock.tryAcquire(file) == nil)
        #expect(FileLock.isHeld(file))
        input.fileHandleForWriting.closeFile()
        process.waitUntilExit()
        #expect(!FileLock.isHeld(file))
        #expect(try FileLock.tryAcquire(file) != nil)
    }

    private func run(_ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.tool))
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
