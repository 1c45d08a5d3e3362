import APIContracts
import Foundation
import FoundryCore
import ModelCache

/// The way from a model's name to a model in memory, told in the words of Foundry Local 0.8.
struct ModelLaunch: Sendable {
    let context: CommandContext
    /// Where each step is told.
    let announcements: TextOutput

    /// The model a person means: by its name, or by its folder, which is registered first.
    /// - Parameter text: The name or folder; nil for the only model there is.
    func find(_ text: String?) async throws -> CachedModel {
        let library = ModelLibrary(context: context)
        guard let text else { return try await onlyModel(library) }
        let cache = context.cache
        let isModel = try await DedicatedThread.run(named: "command") { (try? cache.find(text)) != nil }
        guard FolderArgument.isFolder(text, isModel: isModel) else { return try await library.find(text) }
        let folder = FolderArgument.url(text)
        return try await DedicatedThread.run(named: "command") { try FolderArgument.register(folder, in: cache) }
    }

    /// Loads a model and waits for it.
    /// - Parameters:
    ///   - timeToLive: How long it stays without use; nil for the service's setting.
    ///   - unloadsOthers: Whether models that nobody uses go first.
    ///   - isVerbose: Whether the time is told.
    /// - Returns: What loading took.
    @discardableResult
    func load(
        _ model: CachedModel, client: any ModelService, timeToLive: Duration?, unloadsOthers: Bool, isVerbose: Bool
    ) async throws -> Duration {
        let id = model.id.description
        let others = unloadsOthers ? try await client.loadedModels().filter { $0.id != id } : []
        try announcements.line("Model \(id) was found in the local cache.")
        if !others.isEmpty {
            try announcements.line("Unloading existing models. Use --retain true to keep additional models loaded.")
        }
        try announcements.line("🕔 Loading model...")
        let start = ContinuousClock.now
        try await client.load(id, timeToLive: timeToLive, unloadsOthers: !others.isEmpty)
        let duration = ContinuousClock.now - start
        try announcements.line("🟢 Model \(id) loaded successfully")
        if isVerbose { try announcements.line("Time cost to load model: \(Self.clock(duration))") }
        return duration
    }

    /// A time as `00:00:05.6000000`, as .NET writes it.
    static func clock(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return String(
            format: "%02d:%02d:%02d.%07d", Int(seconds / 3600), Int(seconds / 60 % 60), Int(seconds % 60),
            Int(attoseconds / 100_000_000_000))
    }

    private func onlyModel(_ library: ModelLibrary) async throws -> CachedModel {
        let models = try await library.listing().models
        guard let model = models.first else {
            throw FoundryError(.notFound, "There is no model on this machine. Add the folder of one: foundry model add FOLDER")
        }
        guard models.count == 1 else {
            let names = models.prefix(8).map(\.alias).joined(separator: ", ")
            throw FoundryError(.invalidArgument, "Say which model to run: \(names)\(models.count > 8 ? ", …" : "").")
        }
        return model
    }
}
