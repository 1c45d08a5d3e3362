import ArgumentParser
import Foundation
import FoundryCore
import HardwareAbstraction
import TerminalUI

/// `foundry runtime list`.
struct RuntimeList: ContextCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the native libraries", aliases: ["ls"])

    @OptionGroup var output: OutputOptions

    /// What `-o json` prints.
    private struct Record: Encodable {
        struct Used: Encodable {
            let id: String
            let directory: String
            let source: NativeRuntime.Source
        }
        struct Installed: Encodable {
            let id: String
            let directory: String
            let onnxRuntimeVersion: String?
            let genAIVersion: String?
            let problem: String?
        }

        let inUse: Used?
        let problem: String?
        let installed: [Installed]
    }

    func run(in context: CommandContext) async throws {
        let store = try context.runtimes()
        let listings = try await DedicatedThread.run(named: "command") { try store.list() }
        let located = await Self.located(context)
        if output.isJSON {
            return try context.output.json(
                Record(
                    inUse: try? located.map { .init(id: $0.id, directory: $0.directory.path, source: $0.source) }.get(),
                    problem: located.problem,
                    installed: listings.map {
                        .init(
                            id: $0.id, directory: $0.directory.path, onnxRuntimeVersion: $0.record?.onnxRuntimeVersion,
                            genAIVersion: $0.record?.genAIVersion, problem: $0.problem)
                    }))
        }
        if !listings.isEmpty { try context.output.write(Self.table(listings)) }
        switch located {
        case .success(let runtime): try context.output.line("In use: \(runtime.id) in \(runtime.directory.path)")
        case .failure(let error): try context.output.line("In use: none. \(Failure.oneLine(error.message))")
        }
    }

    /// The runtime models would run on, or why there is none.
    static func located(_ context: CommandContext) async -> Result<NativeRuntime, FoundryError> {
        do { return .success(try await DedicatedThread.run(named: "command") { try context.locatedRuntime() }) } catch {
            return .failure(.wrapping(error))
        }
    }

    /// The table of installed runtimes.
    static func table(_ listings: [RuntimeStore.Listing]) -> String {
        let rows = listings.map { listing in
            [listing.id, listing.record?.onnxRuntimeVersion ?? "-", listing.record?.genAIVersion ?? "-", listing.problem ?? "installed"]
        }
        return Table(headers: ["Runtime", "ONNX Runtime", "GenAI", "State"], rows: rows).text
    }
}

extension Result where Failure == FoundryError {
    /// The failure's message, where there is one.
    var problem: String? {
        if case .failure(let error) = self { return error.message }
        return nil
    }
}
