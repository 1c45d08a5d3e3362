public import FoundryCore
public import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Puts a native runtime into the home: fetches its wheels, verifies them, unpacks the libraries, and gives them their name
/// in one step, so that a runtime is there as a whole or not at all.
public struct RuntimeInstaller: Sendable {
    /// Where the runtime goes.
    public let store: RuntimeStore

    private let client: PythonPackageClient

    private var manifest: RuntimeManifest { store.manifest }

    /// Prepares an installer; nothing is touched yet.
    /// - Parameters:
    ///   - directories: The home to install into.
    ///   - manifest: What to install, in general ``RuntimeManifest/pinned(for:)``.
    ///   - environment: The process's environment, passed on to pip.
    public init(directories: FoundryDirectories, manifest: RuntimeManifest, environment: [String: String]) {
        store = RuntimeStore(directories: directories, manifest: manifest)
        client = PythonPackageClient(environment: environment)
    }

    /// Installs the runtime. One that is there and intact is left alone, a damaged one is replaced. Where another process
    /// installs, it waits for that.
    /// - Parameters:
    ///   - source: A folder with the wheels; nil means pip gets them from its index.
    ///   - force: Installs even where the runtime is intact.
    ///   - progress: Called at each step, on another thread.
    /// - Returns: What is installed, and whether it was there before.
    /// - Throws: ``FoundryError`` `runtimeMissing` where there is no pip, `unreachable` or `timeout` where pip fails,
    ///   `notFound` where a wheel is not in the folder, `corrupt` where a wheel is not the one expected, `cancelled`, `io`.
    public func install(
        from source: URL? = nil, force: Bool = false, progress: @escaping @Sendable (RuntimeInstallEvent) -> Void = { _ in }
    ) async throws -> RuntimeInstallOutcome {
        try await DedicatedThread.runCancellable(named: "runtime-install") { cancellation in
            try AtomicFile.createDirectory(store.folder)
            let lock = try waitForLock(cancellation, progress)
            return try withExtendedLifetime(lock) { try installLocked(from: source, force: force, cancellation, progress) }
        }
    }

    private func waitForLock(_ cancellation: Cancellation, _ progress: (RuntimeInstallEvent) -> Void) throws -> FileLock {
        var told = false
        while true {
            if let lock = try FileLock.tryAcquire(store.lockFile) { return lock }
            if !told { progress(.waiting) }
            told = true
            try cancellation.check()
            usleep(100_000)
        }
    }

    private func installLocked(
        from source: URL?, force: Bool, _ cancellation: Cancellation, _ progress: (RuntimeInstallEvent) -> Void
    ) throws -> RuntimeInstallOutcome {
        for name in try store.removeLeftovers() { progress(.removedLeftover(name)) }
        let target = store.directory(manifest.id)
        if RuntimeStore.exists(target), !force {
            let verification = try store.verify(manifest.id, cancellation)
            if verification.isIntact { return .alreadyInstalled(try RuntimeRecord.read(in: target)) }
            progress(.replacing(problems: verification.problems))
        }
        let work = store.temporaryURL(manifest.id)
        try AtomicFile.createDirectory(work)
        do {
            let record = try assemble(from: source, in: work, cancellation, progress)
            try cancellation.check()
            try publish(work.appending(path: "content"), as: target)
            try RuntimeStore.delete(work)
            return .installed(record)
        } catch {
            try? RuntimeStore.delete(work)
            throw error
        }
    }

    /// Makes the runtime's folder, complete and on the disk, in `content` of the work folder.
    private func assemble(
        from source: URL?, in work: URL, _ cancellation: Cancellation, _ progress: (RuntimeInstallEvent) -> Void
    ) throws -> RuntimeRecord {
        let wheels = source ?? work.appending(path: "wheels")
        if let source {
            try requireWheels(in: source)
        } else {
            try AtomicFile.createDirectory(wheels)
            try client.download(manifest.wheels, into: wheels, cancellation) {
                progress(.downloading(fileName: $0.fileName, size: $0.size))
            }
        }
        let content = work.appending(path: "content")
        try AtomicFile.createDirectory(content)
        for wheel in manifest.wheels {
            let url = wheels.appending(path: wheel.fileName)
            progress(.verifying(fileName: wheel.fileName))
            let digest = try FileDigest(of: url, followsLinks: true, cancellation: cancellation)
            try check(digest, size: wheel.size, sha256: wheel.sha256, name: url.path)
            let archive = try ZipArchive(contentsOf: url)
            for member in wheel.members { try unpack(member, of: archive, wheel, into: content, cancellation, progress) }
        }
        let record = RuntimeRecord(manifest: manifest, installed: Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down)))
        // It flushes the folder too.
        try record.write(in: content)
        return record
    }

    private func requireWheels(in source: URL) throws {
        let missing = manifest.wheels.map(\.fileName).filter { !FileManager.default.fileExists(atPath: source.appending(path: $0).path) }
        guard missing.isEmpty else {
            throw FoundryError(
                .notFound,
                "\(source.path) does not hold \(missing.joined(separator: " and ")). Put the wheels of the Python package index there, with their names unchanged."
            )
        }
    }

    private func unpack(
        _ member: RuntimeManifest.Member, of archive: ZipArchive, _ wheel: RuntimeManifest.Wheel, into content: URL,
        _ cancellation: Cancellation, _ progress: (RuntimeInstallEvent) -> Void
    ) throws {
        guard let found = archive.member(named: member.path), found.size == member.size else {
            throw FoundryError(.corrupt, "\(wheel.fileName) does not hold \(member.path) of \(member.size) bytes.")
        }
        progress(.unpacking(fileName: member.fileName, size: member.size))
        let url = content.appending(path: member.fileName)
        try archive.extract(found, to: url, cancellation: cancellation)
        // Read back: what counts is what arrived in the file.
        let digest = try FileDigest(of: url, followsLinks: false, cancellation: cancellation)
        try check(digest, size: member.size, sha256: member.sha256, name: "\(member.path) of \(wheel.fileName)")
    }

    private func check(_ digest: FileDigest, size: Int64, sha256: String, name: String) throws {
        guard digest.size == size else {
            throw FoundryError(.corrupt, "\(name) has \(digest.size) bytes instead of \(size). It was not installed; get the wheel again.")
        }
        guard digest.sha256 == sha256 else {
            throw FoundryError(
                .corrupt, "\(name) has the SHA-256 digest \(digest.sha256) instead of \(sha256). It was not installed; get the wheel again."
            )
        }
    }

    /// Gives the complete folder its name; an old one steps aside before and is deleted after.
    private func publish(_ content: URL, as target: URL) throws {
        let old = store.temporaryURL(manifest.id)
        let replaces = RuntimeStore.exists(target)
        if replaces, rename(target.path, old.path) != 0 { throw FoundryError.system("rename \(target.path) to \(old.path)") }
        guard rename(content.path, target.path) == 0 else {
            let error = FoundryError.system("rename \(content.path) to \(target.path)")
            if replaces { _ = rename(old.path, target.path) }
            throw error
        }
        try AtomicFile.synchronizeDirectory(store.folder)
        if replaces { try RuntimeStore.delete(old) }
    }
}
