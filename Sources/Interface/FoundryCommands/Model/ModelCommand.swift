import ArgumentParser

/// `foundry model`.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Discover, run and manage models",
        subcommands: [
            ModelList.self, ModelInfo.self, ModelRun.self, ModelAdd.self, ModelRemove.self, ModelLoad.self, ModelUnload.self,
            ModelDownload.self,
        ])
}
