import Foundation

/// Runs blocking work on a thread of its own, so that the cooperative pool keeps all of its threads.
enum DedicatedThread {
    /// Runs the work and waits for its result without blocking the caller's thread.
    /// - Parameters:
    ///   - name: The thread's name, for debuggers.
    ///   - work: The work; it looks at the cancellation, which is requested when the calling task is cancelled.
    static func run<Result: Sendable>(
        _ name: String, _ work: @escaping @Sendable (Cancellation) throws -> Result
    ) async throws -> Result {
        let cancellation = Cancellation()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Result, any Error>) in
                let thread = Thread {
                    do { continuation.resume(returning: try work(cancellation)) } catch { continuation.resume(throwing: error) }
                }
                thread.name = name
                thread.start()
            }
        } onCancel: {
            cancellation.request()
        }
    }
}
