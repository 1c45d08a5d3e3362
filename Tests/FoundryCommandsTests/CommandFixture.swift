import APIContracts
import Foundation
import FoundryCore
import FoundryTestSupport
import ModelCache
import ServiceHost
import Synchronization

@testable import FoundryCommands
import ArgumentParser

/// A home of a test's own, a service that is no process, and everything that was printed.
final class CommandFixture: Sendable {
    let directory: TemporaryDirectory
    let service: FakeService
    private let printed = Mutex((output: "", errors: ""))
    private let answers: Mutex<[String]>

    /// - Parameters:
    ///   - isRunning: Whether the service runs at first.
    ///   - answers: What the user types when asked.
    init(isRunning: Bool = true, answers: [String] = []) throws {
        directory = try TemporaryDirectory()
        service = try FakeService(isRunning: isRunning, home: directory.url)
        self.answers = Mutex(answers)
    }

    var output: String { printed.withLock { $0.output } }
    var errors: String { printed.withLock { $0.errors } }

    var context: CommandContext {
        get throws {
            let home = FoundryDirectories(home: directory.url)
            return CommandContext(
                environment: ["PATH": "/nowhere"], executable: URL(filePath: "/nowhere/foundry"), directories: home,
                configuration: try Configuration(contentsOf: home.configurationFile),
                output: TextOutput(isTerminal: false) { [self] text in printed.withLock { $0.output += text } },
                errors: TextOutput(isTerminal: false) { [self] text in printed.withLock { $0.errors += text } },
                confirmation: Confirmation { [self] in answers.withLock { $0.isEmpty ? nil : $0.removeFirst() } }, service: service,
                takesInterrupts: false)
        }
    }

    /// Runs a command line.
    func run(_ arguments: String...) async throws {
        let command = try FoundryCommand.parseAsRoot(ArgumentSpelling.normalized(arguments))
        guard let command = command as? any ContextCommand else {
            throw FoundryError(.internalError, "\(command) is no command of its own")
        }
        try await command.run(in: context)
    }

    /// Puts a folder into the cache that lists as a model; nothing could load it.
    func addModel(_ folder: String, name: String) throws {
        let url = directory.url.appending(path: "cache/models/\(folder)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        let configuration =
            #"{"model":{"type":"phi3","context_length":4096,"vocab_size":9,"decoder":{"filename":"model.onnx","num_hidden_layers":1}}}"#
        try Data(configuration.utf8).write(to: url.appending(path: "genai_config.json"))
        try Data(#"{"Name":"\#(name)"}"#.utf8).write(to: url.appending(path: "inference_model.json"))
    }
}

/// A service that only notes what is asked of it.
final class FakeService: ServiceSupervisor, ModelService {
    struct State {
        var isRunning: Bool
        var calls: [String] = []
        var loaded: [String] = []
        var requests: [ChatCompletionRequest] = []
        var replies: [Result<[String], FoundryError>] = []
    }

    let state: Mutex<State>
    let description: ServiceDescription

    init(isRunning: Bool, home: URL) throws {
        state = Mutex(State(isRunning: isRunning))
        let json = """
            {"pid":17000,"endpoints":["http://127.0.0.1:64646"],"socket":"\(home.path)/run/foundry.sock","version":"0.1.0",
             "startedAt":0,"modelDirectory":"\(home.path)/cache/models","logFile":"\(home.path)/logs/service.log"}
            """
        description = try JSONDecoder().decode(ServiceDescription.self, from: Data(json.utf8))
    }

    var calls: [String] { state.withLock { $0.calls } }
    var requests: [ChatCompletionRequest] { state.withLock { $0.requests } }

    func note(_ call: String) { state.withLock { $0.calls.append(call) } }
    func set(loaded: [String]) { state.withLock { $0.loaded = loaded } }
    func reply(_ replies: Result<[String], FoundryError>...) { state.withLock { $0.replies = replies } }

    func running() throws -> ServiceDescription? { state.withLock { $0.isRunning } ? description : nil }

    func start(_ options: ServiceOptions) async throws -> ServiceDescription {
        note(
            "start \(options.port.map(String.init) ?? "-") \(options.idleTimeoutSeconds.map(String.init) ?? "-") \(options.logLevel?.rawValue ?? "-")"
        )
        state.withLock { $0.isRunning = true }
        return description
    }

    func stop() async throws -> Bool {
        note("stop")
        return state.withLock { state in
            defer { state.isRunning = false }
            return state.isRunning
        }
    }

    func client(of service: ServiceDescription) throws -> any ModelService { self }

    func loadedModels() async throws -> [LoadedModelDescription] {
        state.withLock(\.loaded).map {
            LoadedModelDescription(
                id: $0, alias: ModelName.alias(of: String($0.split(separator: ":")[0])), processId: 1, modelType: "phi3",
                contextLength: 4096,
                activeSessions: $0.hasPrefix("busy") ? 2 : 0, expiresAt: nil, counters: nil, runtime: "fake", loadSeconds: 0)
        }
    }

    func load(_ name: String, timeToLive: Duration?, unloadsOthers: Bool) async throws {
        note("load \(name) \(timeToLive.map { "\($0.components.seconds)" } ?? "-") \(unloadsOthers)")
        state.withLock { $0.loaded = (unloadsOthers ? [] : $0.loaded) + [name] }
    }

    func unload(_ name: String, force: Bool) async throws {
        note("unload \(name) \(force)")
        state.withLock { $0.loaded.removeAll { $0 == name } }
    }

    func complete(_ request: ChatCompletionRequest) async throws -> ChatCompletion {
        let text = try next(request).joined()
        return ChatCompletion(
            id: "c", created: 1, model: request.model, choices: [.init(index: 0, message: .init(content: text), finishReason: "stop")],
            usage: ChatUsage(promptTokens: 1, completionTokens: 1))
    }

    func stream(_ request: ChatCompletionRequest, onChunk: (ChatCompletionChunk) throws -> Void) async throws {
        let chunk = { (choices: [ChatCompletionChunk.Choice], usage: ChatUsage?) in
            ChatCompletionChunk(id: "c", created: 1, model: request.model, choices: choices, usage: usage)
        }
        let texts = try next(request)
        try onChunk(chunk([.init(index: 0, delta: .init(role: "assistant", content: ""))], nil))
        for text in texts { try onChunk(chunk([.init(index: 0, delta: .init(content: text))], nil)) }
        try onChunk(chunk([.init(index: 0, delta: .init(), finishReason: "stop")], nil))
        try onChunk(chunk([], ChatUsage(promptTokens: 3, completionTokens: texts.count)))
    }

    private func next(_ request: ChatCompletionRequest) throws -> [String] {
        let reply = state.withLock { state in
            state.requests.append(request)
            return state.replies.isEmpty ? .success(["ok"]) : state.replies.removeFirst()
        }
        return try reply.get()
    }
}
