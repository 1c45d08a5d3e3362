import Foundation
import FoundryCore
import Testing

@testable import EngineProcess

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The end of a child is told to everybody who waits, however they wait and whenever they begin to.
@Suite(.timeLimit(.minutes(2))) struct ChildEndTests {
    @Test func everybodyHearsOfTheEnd() async throws {
        for round in 0..<100 {
            let pair = try DescriptorPair.sockets()
            defer {
                close(pair.first)
                close(pair.second)
            }
            let child = try ChildProcess(
                executable: URL(filePath: "/bin/sh"), arguments: ["-c", "exec sleep 100"], environment: [:], channel: pair.second)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        let end = try? await DedicatedThread.run(named: "test-wait") { child.waitBlocking(seconds: 60) }
                        #expect(end == .signalled(SIGKILL))
                    }
                    group.addTask {
                        if round % 2 == 0 { await Task.yield() }
                        child.kill()
                        await child.end(within: .seconds(60))
                        #expect(child.end == .signalled(SIGKILL))
                    }
                }
            }
        }
    }
}
