public import FoundryCore
public import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The native runtimes installed in the home, one folder a runtime.
public struct RuntimeStore: Sendable {
    /// A runtime's folder, whatever its state.
    public struct Listing: Sendable, Equatable {
        /// The folder's name.
        public let id: String
        /// The folder.
        public let directory: URL
        /// What its `runtime.json` tells; nil where that is missing or damaged.
        public let record: RuntimeRecord?
        /// Why there is no record, as a sentence.
        public let problem: String?
        /// Whether this program uses it.
        public let isPinned: Bool
    }

    /// What a verification found.
    public struct Verification: Sendable, Equatable {
        /// The runtime's name.
        public let id: String
        /// Whether this program knows which digests its files must have; else only `runtime.json` was there to compare with.
        public let isPinned: Bool
        /// What is wrong, as sentences; empty where the runtime is intact.
        public let problems: [String]
        /// Whether nothing is wrong.
        public var isIntact: Bool { problems.isEmpty }
    }

    /// The folder that holds the runtimes' folders.
    public let folder: URL
    /// The runtime this program uses.
    public let manifest: RuntimeManifest

    /// Names the runtimes of a home.
    /// - Parameters:
    ///   - directories: The home.
    ///   - manifest: The runtime this program uses, in general ``RuntimeManifest/pinned(for:)``.
    public init(directories: FoundryDirectories, manifest: RuntimeManifest) {
        folder = directories.runtimes
        self.manifest = manifest
    }

    /// The folder of a runtime.
    func directory(_ id: String) -> URL { folder.appending(path: id, directoryHint: .isDirectory) }

    /// Lists all runtimes, damaged ones too, sorted by name. It reads a small file for each.
    /// - Throws: ``FoundryError`` `io` where the folder cannot be read.
    public func list() throws -> [Listing] {
        try entries().filter(RuntimeManifest.isValidID).map { id in
            let record = Result { try RuntimeRecord.read(in: directory(id)) }
            let problem: String? = if case .failure(let error) = record { FoundryError.wrapping(error).message } else { nil }
            return Listing(id: id, directory: directory(id), record: try? record.get(), problem: problem, isPinned: id == manifest.id)
        }
    }

    /// Computes the digests of an installed runtime's files and compares them with `runtime.json`, and that with what this
    /// program has pinned.
    /// - Throws: ``FoundryError`` `notFound` where it is not installed, `invalidArgument` where the name cannot be one, `io`.
    public func verify(_ id: String) async throws -> Verification {
        try await DedicatedThread.runCancellable(named: "runtime-verify") { try verify(id, $0) }
    }

    func verify(_ id: String, _ cancellation: Cancellation) throws -> Verification {
        try requireInstalled(id)
        let directory = directory(id)
        let isPinned = id == manifest.id
        let record: RuntimeRecord
        do { record = try RuntimeRecord.read(in: directory) } catch let error as FoundryError where error.code != .io {
            return Verification(id: id, isPinned: isPinned, problems: [error.message])
        }
        var problems = mismatches(of: record, in: directory)
        for file in record.files {
            do {
                let digest = try FileDigest(of: directory.appending(path: file.name), followsLinks: false, cancellation: cancellation)
                if digest.size != file.size {
                    problems.append("\(file.name) has \(digest.size) bytes instead of \(file.size).")
                } else if digest.sha256 != file.sha256 {
                    problems.append("\(file.name) has the SHA-256 digest \(digest.sha256) instead of \(file.sha256).")
                }
            } catch let error as FoundryError where error.code == .notFound || error.code == .corrupt {
                problems.append(error.message)
            }
        }
        // The libraries look for further ones beside themselves, so a file nobody installed is not harmless.
        let known = Set(record.files.map(\.name) + [RuntimeRecord.fileName])
        for name in try Self.entries(of: directory) where !known.contains(name) {
            problems.append("\(name) does not belong to the runtime.")
        }
        return Verification(id: id, isPinned: isPinned, problems: problems)
    }

    /// Compares a record with its folder's name and, where it is the pinned runtime, with what is pinned. No file is read.
    func mismatches(of record: RuntimeRecord, in directory: URL) -> [String] {
        guard record.id == directory.lastPathComponent else {
            return ["\(RuntimeRecord.fileName) names the runtime \(record.id) instead of \(directory.lastPathComponent)."]
        }
        guard record.id == manifest.id else { return [] }
        guard record.platform == manifest.platform else {
            return ["It is for \(record.platform.rawValue) instead of \(manifest.platform.rawValue)."]
        }
        let same = record.files.sorted { $0.name < $1.name } == RuntimeRecord.files(of: manifest)
        return same ? [] : ["\(RuntimeRecord.fileName) lists other files, sizes or digests than this program expects."]
    }

    /// Removes a runtime: first its name, at once, then its files.
    /// - Throws: ``FoundryError`` `notFound` where it is not installed, `invalidState` where an installation is under way,
    ///   `invalidArgument` where the name cannot be one, `io`.
    public func remove(_ id: String) throws {
        try requireInstalled(id)
        guard let lock = try FileLock.tryAcquire(lockFile) else {
            throw FoundryError(.invalidState, "A runtime is being installed in \(folder.path). Try again once that has ended.")
        }
        try withExtendedLifetime(lock) {
            let away = temporaryURL(id)
            guard rename(directory(id).path, away.path) == 0 else {
                throw FoundryError.system("rename \(directory(id).path) to \(away.path)")
            }
            try AtomicFile.synchronizeDirectory(folder)
            try Self.delete(away)
        }
    }

    private func requireInstalled(_ id: String) throws {
        guard RuntimeManifest.isValidID(id) else { throw FoundryError(.invalidArgument, "\"\(id.prefix(80))\" is no name of a runtime.") }
        guard Self.exists(directory(id)) else { throw FoundryError(.notFound, "The runtime \(id) is not installed in \(folder.path).") }
    }

    /// Held by whoever changes the folder.
    var lockFile: URL { folder.appending(path: ".lock") }

    /// A name beside the runtimes that ``removeLeftovers()`` recognises.
    func temporaryURL(_ id: String) -> URL {
        folder.appending(path: ".\(id).\(UInt32.random(in: 0x1000_0000 ... .max)).partial", directoryHint: .isDirectory)
    }

    /// Deletes what a crash left behind. The caller holds the lock, so that nobody uses it.
    /// - Returns: The names of what was deleted.
    func removeLeftovers() throws -> [String] {
        let names = try entries().filter { $0.hasPrefix(".") && $0.hasSuffix(".partial") }
        for name in names { try Self.delete(folder.appending(path: name)) }
        return names
    }

    private func entries() throws -> [String] { Self.exists(folder) ? try Self.entries(of: folder) : [] }

    private static func entries(of folder: URL) throws -> [String] {
        do { return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() } catch {
            throw FoundryError(.io, "Could not read the folder \(folder.path): \(error.localizedDescription)")
        }
    }

    /// Whether there is anything of that name, a dangling link too.
    static func exists(_ url: URL) -> Bool {
        var status = stat()
        return lstat(url.path, &status) == 0
    }

    static func delete(_ url: URL) throws {
        do { try FileManager.default.removeItem(at: url) } catch {
            throw FoundryError(.io, "Could not remove \(url.path): \(error.localizedDescription)")
        }
    }
}
