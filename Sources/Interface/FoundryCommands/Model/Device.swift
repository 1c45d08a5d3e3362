import ArgumentParser
import FoundryCore

/// A kind of processor that models run on.
enum Device: String, ExpressibleByArgument, CaseIterable, Sendable {
    case cpu, gpu, npu

    /// Reads a name, in capitals too.
    init?(argument: String) { self.init(rawValue: argument.lowercased()) }

    /// Refuses what this version cannot do, instead of using another processor unseen.
    /// - Throws: `FoundryError` `unsupported`.
    func check() throws {
        guard self == .cpu else {
            throw FoundryError(.unsupported, "Models run on the CPU in this version; leave --device \(rawValue) out.")
        }
    }
}

/// The option of commands that load a model.
struct DeviceOptions: ParsableArguments {
    @Option(name: .long, help: "Where the model runs: cpu.")
    var device: Device?

    /// - Throws: `FoundryError` `unsupported` for what this version cannot do.
    func check() throws { try device?.check() }
}
