import Foundation

/// A thread for a call that blocks: Swift's own threads are few, and one that blocks is missing everywhere.
enum OwnThread {
    /// Runs a body on a thread of its own and waits for its result.
    /// - Parameter body: The call, such as one that reads the disk.
    static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { continuation.resume(with: Result(catching: body)) }
            thread.name = "command"
            thread.stackSize = 4 << 20
            thread.start()
        }
    }
}
