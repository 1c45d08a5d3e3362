import Foundation
import FoundryCore
import GenAIRuntime
import HardwareAbstraction
import Inference

/// The engine in this process, with nothing between it and the figure.
struct DirectDecode {
    private let engine: GenAIEngine

    init(model: URL) async throws {
        let environment = ProcessInfo.processInfo.environment
        let runtime = try RuntimeLocator(
            environment: environment, executable: URL(filePath: CommandLine.arguments[0]),
            directories: FoundryDirectories(environment: environment)
        ).locate()
        let library = try GenAILibrary(onnxRuntime: runtime.onnxRuntimeLibrary, genAI: runtime.genAILibrary)
        engine = try await GenAIEngine.load(model, library: library, runtime: runtime.id)
    }

    /// Tokens a second after the first one.
    func run(tokens: Int) async throws -> Double {
        let request = GenerationRequest(
            messages: [ChatMessage(role: .user, content: ServiceUnderTest.prompt)], sampling: SamplingParameters(temperature: 0),
            maxTokens: tokens)
        var pace = Pace()
        for try await event in engine.generate(request) {
            switch event {
            case .content: pace.event()
            case .finished(let completion): pace.tokens = completion.usage.completionTokens
            }
        }
        return try pace.tokensPerSecond
    }
}

/// Turns the times of the first and the last piece into a speed.
struct Pace {
    var tokens = 0
    private var first: ContinuousClock.Instant?
    private var last = ContinuousClock.now

    mutating func event() {
        last = .now
        first = first ?? last
    }

    var tokensPerSecond: Double {
        get throws {
            guard let first, tokens > 1 else { throw FoundryError(.engineFailure, "The model wrote fewer than two tokens.") }
            return Double(tokens - 1) / ((last - first) / .seconds(1))
        }
    }
}
