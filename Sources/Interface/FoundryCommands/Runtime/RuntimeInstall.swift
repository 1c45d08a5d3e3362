import ArgumentParser
import Foundation
import FoundryCore
import HardwareAbstraction

/// `foundry runtime install`.
struct RuntimeInstall: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Install the native libraries",
        discussion:
            "They come from the Python package index by pip, or from a folder with their wheels. Each is checked against its SHA-256.")

    @Option(name: .long, help: "A folder with the wheels, for machines without a network.", completion: .directory)
    var from: String?
    @Flag(name: .long, help: "Install even where they are there and intact.")
    var force = false

    func run(in context: CommandContext) async throws {
        let store = try context.runtimes()
        let installer = RuntimeInstaller(directories: context.directories, manifest: store.manifest, environment: context.environment)
        let errors = context.errors
        let outcome = try await installer.install(from: from.map(FolderArgument.url), force: force) { event in
            // Progress that cannot be shown is no reason to stop.
            try? errors.line(RuntimeText.progress(event))
        }
        try context.output.line(RuntimeText.result(outcome))
    }
}
