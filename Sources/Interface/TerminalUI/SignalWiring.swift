import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A signal handler and the way to tell it which pipe to write to: a C function carries no context, so each signal has its own global.
struct SignalWiring: Sendable {
    let handler: @convention(c) (Int32) -> Void
    let connect: @Sendable (Int32) -> Void
}

private let interruptDescriptor = Atomic<Int32>(-1)
private let windowChangeDescriptor = Atomic<Int32>(-1)

let interruptPipe = SignalWiring(
    handler: { _ in writeByte(to: interruptDescriptor.load(ordering: .relaxed)) },
    connect: { interruptDescriptor.store($0, ordering: .relaxed) })

let windowChangePipe = SignalWiring(
    handler: { _ in writeByte(to: windowChangeDescriptor.load(ordering: .relaxed)) },
    connect: { windowChangeDescriptor.store($0, ordering: .relaxed) })

/// Async-signal-safe: one `write`, and `errno` as the interrupted code left it.
private func writeByte(to descriptor: Int32) {
    let saved = errno
    var byte: UInt8 = 1
    // A full pipe wakes its reader anyway.
    _ = write(descriptor, &byte, 1)
    errno = saved
}
