import ArgumentParser
import FoundryCore
import HardwareAbstraction

/// `foundry runtime`.
struct RuntimeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runtime",
        abstract: "Manage the native libraries that run models",
        subcommands: [RuntimeInstall.self, RuntimeList.self, RuntimeVerify.self, RuntimeRemove.self])
}

extension CommandContext {
    /// The runtimes in the home.
    /// - Throws: `FoundryError` `unsupported` where none is published for this machine.
    func runtimes() throws -> RuntimeStore {
        RuntimeStore(directories: directories, manifest: .pinned(for: try Platform.current()))
    }

    /// The runtime that models would run on now.
    /// - Throws: `FoundryError` `runtimeMissing`, `corrupt`.
    func locatedRuntime() throws -> NativeRuntime {
        try RuntimeLocator(environment: environment, executable: executable, directories: directories).locate()
    }
}
