import FoundryCore
import Inference
import Synchronization

/// One answer being written by the library: its key-value cache and its sampler. It stays on the thread of its engine,
/// except for ``Terminator``.
final class GenAIGenerator {
    /// Ends a generator's running call from any thread, and never touches one that is gone.
    final class Terminator: Sendable {
        // The handle is used under the lock only, so that it cannot be destroyed during the call.
        private struct Target: @unchecked Sendable {
            var handle: GenAILibrary.Handle?
        }

        private let target = Mutex(Target())
        private let library: GenAILibrary

        init(library: GenAILibrary) { self.library = library }

        /// Makes the call that runs now, or the next one, fail.
        func terminate() {
            target.withLock { target in
                guard let handle = target.handle, let result = library.generatorSetRuntimeOption(handle, "terminate_session", "1") else {
                    return
                }
                library.destroyResult(result)
            }
        }

        fileprivate func aim(at handle: GenAILibrary.Handle?) {
            let target = Target(handle: handle)
            self.target.withLock { $0 = target }
        }
    }

    private let library: GenAILibrary
    private let generator: GenAIObject
    private let terminator: Terminator

    /// Makes room for a prompt and its answer, and for no more.
    /// - Parameters:
    ///   - maxLength: Tokens of prompt and answer together; the key-value cache is allocated for that many.
    init(library: GenAILibrary, model: GenAIObject, sampling: SamplingParameters, maxLength: Int, terminator: Terminator) throws {
        self.library = library
        self.terminator = terminator
        let params = try library.make("make search parameters", destroy: library.destroyGeneratorParams) {
            library.createGeneratorParams(model.handle, $0)
        }
        for (name, value) in Self.searchNumbers(sampling, maxLength: maxLength) {
            try library.check(
                library.generatorParamsSetSearchNumber(params.handle, name, value), "set \(name) to \(value)", code: .invalidArgument)
        }
        if let samples = Self.doSample(sampling) {
            try library.check(library.generatorParamsSetSearchBool(params.handle, "do_sample", samples), "set do_sample")
        }
        generator = try library.make("make room for \(maxLength) tokens", destroy: library.destroyGenerator) {
            library.createGenerator(model.handle, params.handle, $0)
        }
        terminator.aim(at: generator.handle)
    }

    deinit { terminator.aim(at: nil) }

    /// Reads prompt tokens. It blocks for as long as the model computes.
    func append(_ tokens: ArraySlice<Int32>) throws {
        try tokens.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            try library.check(library.generatorAppendTokens(generator.handle, base, buffer.count), "read the prompt")
        }
    }

    /// Writes the next token and returns it.
    ///
    /// Whether it was the last one is for the caller to know: `OgaGenerator_IsDone` returns no result, so that in a terminated
    /// session its exception would end the process.
    func nextToken() throws -> Int32 {
        try library.check(library.generatorGenerateNextToken(generator.handle), "write the next token")
        var tokens: UnsafePointer<Int32>?
        var count = 0
        try library.check(library.generatorGetNextTokens(generator.handle, &tokens, &count), "read the next token")
        guard let tokens, count > 0 else { throw FoundryError(.engineFailure, "ONNX Runtime GenAI wrote no token.") }
        return tokens[count - 1]
    }

    /// Whether to draw at random; nil leaves it to the model's own settings.
    private static func doSample(_ sampling: SamplingParameters) -> Bool? {
        if let temperature = sampling.temperature { return temperature > 0 }
        return sampling.topP == nil && sampling.topK == nil && sampling.seed == nil ? nil : true
    }

    private static func searchNumbers(_ sampling: SamplingParameters, maxLength: Int) -> [(String, Double)] {
        var numbers = [("max_length", Double(maxLength)), ("batch_size", 1)]
        if let value = sampling.temperature, value > 0 { numbers.append(("temperature", value)) }
        if let value = sampling.topP { numbers.append(("top_p", value)) }
        if let value = sampling.topK { numbers.append(("top_k", Double(value))) }
        if let value = sampling.repetitionPenalty { numbers.append(("repetition_penalty", value)) }
        // The library's seed is a 32-bit integer: all bits of the 64 count, and neighbours lie far apart (Fibonacci hashing).
        if let value = sampling.seed { numbers.append(("random_seed", Double((UInt64(bitPattern: value) &* 0x9E37_79B9_7F4A_7C15) >> 33))) }
        return numbers
    }
}
