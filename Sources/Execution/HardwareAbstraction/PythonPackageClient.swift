import FoundryCore
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Fetches wheels through the machine's own pip, with the proxies, certificates and package index it is set up for.
struct PythonPackageClient: Sendable {
    /// Passed on to pip as it is; `PATH` tells where to look for it.
    let environment: [String: String]
    /// The time for one wheel.
    var timeout: Duration = .seconds(15 * 60)

    /// A way to call pip.
    struct Command: Equatable {
        let executable: URL
        let arguments: [String]
    }

    /// Finds pip: as a module of `python3` or `python`, else as a program. It blocks the calling thread.
    /// - Parameter folder: An empty folder to run in.
    /// - Returns: nil where there is none that answers.
    func findPip(in folder: URL, _ cancellation: Cancellation) throws -> Command? {
        for (name, arguments) in [("python3", ["-m", "pip"]), ("python", ["-m", "pip"]), ("pip3", []), ("pip", [])] {
            guard let executable = program(name) else { continue }
            let command = CommandRun(
                executable: executable, arguments: arguments + ["--version"], environment: environment, folder: folder,
                timeout: .seconds(60))
            if case .exited(0) = try command.run(cancellation).end { return Command(executable: executable, arguments: arguments) }
        }
        return nil
    }

    /// Downloads wheels. It blocks the calling thread. Their content is for the caller to verify.
    /// - Parameters:
    ///   - wheels: What to download.
    ///   - folder: An empty folder to download into.
    ///   - started: Called before each download.
    /// - Throws: ``FoundryError`` `runtimeMissing` where there is no pip, `unreachable` with pip's words where it fails,
    ///   `timeout`, `cancelled`.
    func download(
        _ wheels: [RuntimeManifest.Wheel], into folder: URL, _ cancellation: Cancellation,
        started: (RuntimeManifest.Wheel) -> Void = { _ in }
    ) throws {
        guard let pip = try findPip(in: folder, cancellation) else { throw Self.missingPip(wheels) }
        for wheel in wheels {
            started(wheel)
            let command = CommandRun(
                executable: pip.executable, arguments: pip.arguments + Self.arguments(wheel, folder), environment: environment,
                folder: folder, timeout: timeout)
            let (end, output) = try command.run(cancellation)
            let name = "\(wheel.package)==\(wheel.version)"
            switch end {
            case .timedOut:
                throw FoundryError(.timeout, "pip did not download \(name) within \(timeout). Try again, or \(Self.offline([wheel])).")
            case .exited(0):
                guard FileManager.default.fileExists(atPath: folder.appending(path: wheel.fileName).path) else {
                    throw FoundryError(
                        .unreachable,
                        "pip downloaded \(name) but not as \(wheel.fileName); its index may hold another build. \(Self.capitalOffline([wheel])). pip said: \(Self.lastLines(output))"
                    )
                }
            case .exited(let status):
                throw FoundryError(
                    .unreachable,
                    "pip could not download \(name) (exit status \(status)). Check the network or pip's index, or \(Self.offline([wheel])). pip said: \(Self.lastLines(output))"
                )
            }
        }
    }

    /// What pip is asked. Implementation and ABI are named so that any Python, a PyPy too, chooses the same wheel.
    static func arguments(_ wheel: RuntimeManifest.Wheel, _ folder: URL) -> [String] {
        [
            "download", "--no-deps", "--only-binary=:all:", "--disable-pip-version-check", "--no-input", "--progress-bar", "off",
            "--implementation", "cp", "--abi", "cp312", "--python-version", RuntimeManifest.pythonVersion,
            "--platform", wheel.platformTag, "-d", folder.path, "\(wheel.package)==\(wheel.version)",
        ]
    }

    /// Looks a program up in `PATH`; relative parts of it are passed over, since what they name depends on the present folder.
    private func program(_ name: String) -> URL? {
        let path = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        return path.split(separator: ":").lazy.filter { $0.hasPrefix("/") }
            .map { URL(filePath: String($0), directoryHint: .isDirectory).appending(path: name) }
            .first { url in
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && !isFolder.boolValue
                    && access(url.path, X_OK) == 0
            }
    }

    private static func missingPip(_ wheels: [RuntimeManifest.Wheel]) -> FoundryError {
        FoundryError(
            .runtimeMissing,
            "The native runtime is fetched by pip, and this machine has no Python with pip. Install it (apt-get install python3-pip, or python3 -m ensurepip), or \(offline(wheels))."
        )
    }

    private static func offline(_ wheels: [RuntimeManifest.Wheel]) -> String {
        "get \(wheels.map(\.fileName).joined(separator: " and ")) from the Python package index on another machine and run: foundry runtime install --from DIR"
    }

    private static func capitalOffline(_ wheels: [RuntimeManifest.Wheel]) -> String {
        let text = offline(wheels)
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    /// The end of pip's output on one line: that is where it says what went wrong.
    private static func lastLines(_ output: String) -> String {
        let lines = output.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        return lines.isEmpty ? "nothing." : String(lines.suffix(4).joined(separator: " | ").suffix(800))
    }
}
