import FoundryCore

extension DedicatedThread {
    /// Runs blocking work on a thread of its own that learns when nobody waits for its result any more.
    /// - Parameters:
    ///   - name: What debuggers and `ps` show; at most 15 bytes on Linux.
    ///   - work: The work; it looks at the cancellation, which is requested when the calling task is cancelled.
    static func runCancellable<Value: Sendable>(
        named name: String, _ work: @escaping @Sendable (Cancellation) throws -> Value
    ) async throws -> Value {
        let cancellation = Cancellation()
        return try await withTaskCancellationHandler {
            try await run(named: name) { try work(cancellation) }
        } onCancel: {
            cancellation.request()
        }
    }
}
