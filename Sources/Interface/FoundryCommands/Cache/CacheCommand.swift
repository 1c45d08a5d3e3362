import ArgumentParser

/// `foundry cache`.
struct CacheCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache",
        abstract: "Manage the local cache",
        subcommands: [CacheList.self, CacheLocation.self, CacheRemove.self, CacheMove.self, CacheClear.self])
}
