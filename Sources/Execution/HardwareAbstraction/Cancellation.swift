import FoundryCore
import Synchronization

/// Tells a blocking operation on a thread of its own that nobody waits for its result any more.
final class Cancellation: Sendable {
    private let requested = Atomic<Bool>(false)

    /// Whether the operation is to end early.
    var isRequested: Bool { requested.load(ordering: .acquiring) }

    func request() { requested.store(true, ordering: .releasing) }

    /// - Throws: ``FoundryError`` `cancelled` once ``request()`` was called.
    func check() throws {
        if isRequested { throw FoundryError(.cancelled, "The operation was cancelled.") }
    }
}
