import Foundation

/// Threads for calls that block: the cooperative pool has a thread a core, and one that blocks is missing everywhere.
public enum DedicatedThread {
    /// Starts a thread that ends with its body.
    /// - Parameters:
    ///   - name: What debuggers and `ps` show; at most 15 bytes on Linux.
    ///   - body: What it does.
    public static func start(named name: String, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread(block: body)
        thread.name = name
        // Native libraries that load on such a thread expect the main thread's room.
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Runs a body on a thread of its own and waits for its result without blocking the caller's.
    /// - Parameters:
    ///   - name: What debuggers and `ps` show; at most 15 bytes on Linux.
    ///   - body: What it does.
    /// - Throws: What the body throws.
    public static func run<Value: Sendable>(named name: String, _ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            start(named: name) { continuation.resume(with: Result(catching: body)) }
        }
    }
}
