import ArgumentParser
import Foundation
import FoundryCore

/// `foundry zip-logs`.
struct ZipLogs: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "zip-logs", abstract: "Collect the log files in a zip file")

    @Option(name: .long, help: "The zip file to write; foundry-logs.zip here unless given.", completion: .file())
    var output = "foundry-logs.zip"

    /// Of a larger log only this many bytes at its end are taken.
    private static let limit = 64 << 20

    func run(in context: CommandContext) async throws {
        let (folder, target) = (context.directories.logs, URL(filePath: output).absoluteURL)
        let count = try await DedicatedThread.run(named: "command") { try Self.collect(folder, into: target) }
        try context.output.line("Wrote \(count) log file\(count == 1 ? "" : "s") to \(target.path).")
    }

    /// Writes the archive; it blocks on the disk.
    /// - Returns: How many files are in it.
    static func collect(_ folder: URL, into target: URL) throws -> Int {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
        var archive = ZipWriter()
        var count = 0
        for name in names.prefix(1000) {
            let file = folder.appending(path: name)
            let values = try? file.resourceValues(forKeys: [.isRegularFileKey, .contentModificationDateKey])
            guard values?.isRegularFile == true else { continue }
            do {
                let handle = try FileHandle(forReadingFrom: file)
                defer { try? handle.close() }
                let size = try handle.seekToEnd()
                try handle.seek(toOffset: size > Self.limit ? size - UInt64(Self.limit) : 0)
                try archive.add(
                    name, data: try handle.read(upToCount: Self.limit) ?? Data(), modified: values?.contentModificationDate ?? .now)
            } catch let error as FoundryError { throw error } catch {
                throw FoundryError(.io, "Could not read \(file.path): \(error.localizedDescription)")
            }
            count += 1
        }
        guard count > 0 else {
            throw FoundryError(.notFound, "There are no logs in \(folder.path). The service writes them: foundry service start")
        }
        try AtomicFile.write(archive.finished(), to: target)
        return count
    }
}
