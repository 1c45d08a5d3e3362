import ArgumentParser
import Foundation
import FoundryCore

/// `foundry service logs` and `foundry server logs`.
struct ServiceLogs: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "logs", abstract: "Show the service's log")

    @Flag(name: [.short, .long], help: "Go on showing what is written, until Ctrl-C.")
    var follow = false
    @Option(name: [.customShort("n"), .long], help: "How many lines of the past to show.")
    var lines = 50

    func run(in context: CommandContext) async throws {
        let (file, output, count, follow) = (context.directories.serviceLog, context.output, lines, follow)
        try await DedicatedThread.run(named: "command") {
            var tail = LogTail(file: file)
            try output.write(Self.shown(try tail.last(count), on: output))
            while follow {
                Thread.sleep(forTimeInterval: 0.25)
                let text = try tail.next()
                if !text.isEmpty { try output.write(Self.shown(text, on: output)) }
            }
        }
    }

    private static func shown(_ text: String, on output: TextOutput) -> String {
        output.isTerminal ? SafeText.withoutControls(text) : text
    }
}
