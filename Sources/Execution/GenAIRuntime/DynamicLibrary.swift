import FoundryCore

import struct Foundation.URL

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A native library opened at run time. It is never closed: its code may have threads of its own.
// Unchecked: the handle is an opaque token that dlsym may read from any thread.
struct DynamicLibrary: @unchecked Sendable {
    private let handle: UnsafeMutableRawPointer
    private let path: String

    /// Opens a library by its full path. Its symbols are seen by itself only: another library with functions of the same names
    /// would otherwise call them instead of its own.
    /// - Throws: `FoundryError` `runtimeMissing` with the loader's words.
    init(_ url: URL) throws {
        guard let handle = dlopen(url.path, RTLD_NOW | RTLD_LOCAL) else {
            throw FoundryError(
                .runtimeMissing,
                "Could not open the native library \(url.path): \(dlerror().map { String(cString: $0) } ?? "unknown reason"). "
                    + "Run: foundry runtime verify")
        }
        self.handle = handle
        path = url.path
    }

    /// An entry point as a C function.
    /// - Parameter type: The function's exact C type; nothing can check it.
    /// - Throws: `FoundryError` `runtimeMissing` where the library has no such function.
    func function<Function>(_ name: String, as type: Function.Type = Function.self) throws -> Function {
        guard let symbol = dlsym(handle, name) else {
            throw FoundryError(
                .runtimeMissing,
                "\(path) has no function \(name): it is another version than this program needs. Run: foundry runtime install --force")
        }
        return unsafeBitCast(symbol, to: Function.self)
    }
}
