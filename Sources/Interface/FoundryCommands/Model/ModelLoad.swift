import ArgumentParser
import FoundryCore
import ModelCache

/// `foundry model load`.
struct ModelLoad: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "load", abstract: "Load a model into memory")

    @Argument(help: "The model's alias, name or id, or its folder.")
    var model: String
    @OptionGroup var time: TimeToLiveOptions
    @OptionGroup var device: DeviceOptions

    func run(in context: CommandContext) async throws {
        try device.check()
        let launch = ModelLaunch(context: context, announcements: context.output)
        let model = try await launch.find(self.model)
        let client = try await context.startedClient(announcements: context.output)
        try await launch.load(model, client: client, timeToLive: time.duration, unloadsOthers: false, isVerbose: false)
    }
}

/// `--ttl`.
struct TimeToLiveOptions: ParsableArguments {
    @Option(name: .long, help: "Seconds without use after which the model is unloaded; 0 keeps it.")
    var ttl: Int?

    /// The time, nil where the service's setting holds.
    var duration: Duration? { ttl.map { .seconds($0) } }

    func validate() throws {
        guard let ttl, !(0...31_536_000).contains(ttl) else { return }
        throw ValidationError("--ttl takes a number of seconds from 0 to 31536000.")
    }
}
