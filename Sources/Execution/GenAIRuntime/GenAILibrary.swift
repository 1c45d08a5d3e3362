import FoundryCore

public import struct Foundation.URL

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The entry points of ONNX Runtime GenAI that the engine uses, found at run time.
///
/// Signatures: the C API of onnxruntime-genai 0.18. Every `Result` is null on success; ``check(_:_:)`` turns it into an
/// error and frees it. Handles are opaque pointers.
public struct GenAILibrary: Sendable {
    typealias Handle = OpaquePointer
    typealias Result = OpaquePointer?
    typealias Create = @Sendable @convention(c) (Handle, UnsafeMutablePointer<Handle?>) -> Result
    typealias Destroy = @Sendable @convention(c) (Handle?) -> Void

    let resultGetError: @Sendable @convention(c) (Handle) -> UnsafePointer<CChar>?
    let destroyResult: Destroy
    let destroyString: @Sendable @convention(c) (UnsafePointer<CChar>?) -> Void

    let createConfig: @Sendable @convention(c) (UnsafePointer<CChar>, UnsafeMutablePointer<Handle?>) -> Result
    let configOverlay: @Sendable @convention(c) (Handle, UnsafePointer<CChar>) -> Result
    let destroyConfig: Destroy

    let createModelFromConfig: Create
    let destroyModel: Destroy

    let createTokenizer: Create
    let destroyTokenizer: Destroy
    let tokenizerApplyChatTemplate:
        @Sendable @convention(c) (
            Handle, UnsafePointer<CChar>?, UnsafePointer<CChar>, UnsafePointer<CChar>?, Bool,
            UnsafeMutablePointer<UnsafePointer<CChar>?>
        ) -> Result
    let tokenizerEncode: @Sendable @convention(c) (Handle, UnsafePointer<CChar>, Handle) -> Result
    let createTokenizerStream: Create
    let destroyTokenizerStream: Destroy
    let tokenizerStreamDecode: @Sendable @convention(c) (Handle, Int32, UnsafeMutablePointer<UnsafePointer<CChar>?>) -> Result

    let createSequences: @Sendable @convention(c) (UnsafeMutablePointer<Handle?>) -> Result
    let destroySequences: Destroy
    let sequencesGetSequenceCount: @Sendable @convention(c) (Handle, Int) -> Int
    let sequencesGetSequenceData: @Sendable @convention(c) (Handle, Int) -> UnsafePointer<Int32>?

    let createGeneratorParams: Create
    let destroyGeneratorParams: Destroy
    let generatorParamsSetSearchNumber: @Sendable @convention(c) (Handle, UnsafePointer<CChar>, Double) -> Result
    let generatorParamsSetSearchBool: @Sendable @convention(c) (Handle, UnsafePointer<CChar>, Bool) -> Result

    let createGenerator: @Sendable @convention(c) (Handle, Handle, UnsafeMutablePointer<Handle?>) -> Result
    let destroyGenerator: Destroy
    let generatorAppendTokens: @Sendable @convention(c) (Handle, UnsafePointer<Int32>, Int) -> Result
    let generatorGenerateNextToken: @Sendable @convention(c) (Handle) -> Result
    let generatorGetNextTokens:
        @Sendable @convention(c) (Handle, UnsafeMutablePointer<UnsafePointer<Int32>?>, UnsafeMutablePointer<Int>) -> Result
    let generatorSetRuntimeOption: @Sendable @convention(c) (Handle, UnsafePointer<CChar>, UnsafePointer<CChar>) -> Result

    /// Opens the libraries, with their telemetry switched off beforehand.
    /// - Parameters:
    ///   - onnxRuntime: ONNX Runtime, opened first so that GenAI, which opens it by its bare name, gets this one; nil where GenAI needs none (a fake for tests).
    ///   - genAI: ONNX Runtime GenAI.
    /// - Throws: `FoundryError` `runtimeMissing`.
    public init(onnxRuntime: URL?, genAI: URL) throws {
        // The libraries otherwise write a device id and upload events; they look at it when they are loaded.
        setenv("ORT_DISABLE_TELEMETRY", "1", 1)
        if let onnxRuntime { _ = try DynamicLibrary(onnxRuntime) }
        let library = try DynamicLibrary(genAI)
        resultGetError = try library.function("OgaResultGetError")
        destroyResult = try library.function("OgaDestroyResult")
        destroyString = try library.function("OgaDestroyString")
        createConfig = try library.function("OgaCreateConfig")
        configOverlay = try library.function("OgaConfigOverlay")
        destroyConfig = try library.function("OgaDestroyConfig")
        createModelFromConfig = try library.function("OgaCreateModelFromConfig")
        destroyModel = try library.function("OgaDestroyModel")
        createTokenizer = try library.function("OgaCreateTokenizer")
        destroyTokenizer = try library.function("OgaDestroyTokenizer")
        tokenizerApplyChatTemplate = try library.function("OgaTokenizerApplyChatTemplate")
        tokenizerEncode = try library.function("OgaTokenizerEncode")
        createTokenizerStream = try library.function("OgaCreateTokenizerStream")
        destroyTokenizerStream = try library.function("OgaDestroyTokenizerStream")
        tokenizerStreamDecode = try library.function("OgaTokenizerStreamDecode")
        createSequences = try library.function("OgaCreateSequences")
        destroySequences = try library.function("OgaDestroySequences")
        sequencesGetSequenceCount = try library.function("OgaSequencesGetSequenceCount")
        sequencesGetSequenceData = try library.function("OgaSequencesGetSequenceData")
        createGeneratorParams = try library.function("OgaCreateGeneratorParams")
        destroyGeneratorParams = try library.function("OgaDestroyGeneratorParams")
        generatorParamsSetSearchNumber = try library.function("OgaGeneratorParamsSetSearchNumber")
        generatorParamsSetSearchBool = try library.function("OgaGeneratorParamsSetSearchBool")
        createGenerator = try library.function("OgaCreateGenerator")
        destroyGenerator = try library.function("OgaDestroyGenerator")
        generatorAppendTokens = try library.function("OgaGenerator_AppendTokens")
        generatorGenerateNextToken = try library.function("OgaGenerator_GenerateNextToken")
        generatorGetNextTokens = try library.function("OgaGenerator_GetNextTokens")
        generatorSetRuntimeOption = try library.function("OgaGenerator_SetRuntimeOption")
    }

    /// Turns a failed call into an error with the library's own words.
    /// - Parameters:
    ///   - result: What the call returned.
    ///   - action: What was tried, to follow "ONNX Runtime GenAI could not".
    ///   - code: The error's code.
    func check(_ result: Result, _ action: @autoclosure () -> String, code: FoundryError.Code = .engineFailure) throws {
        guard let result else { return }
        defer { destroyResult(result) }
        let words = resultGetError(result).map { String(cString: $0) } ?? "no reason given"
        throw FoundryError(code, "ONNX Runtime GenAI could not \(action()): \(words)")
    }

    /// A new object of the library, owned: destroyed with the value that holds it.
    func make(
        _ action: @autoclosure () -> String, destroy: @escaping Destroy, code: FoundryError.Code = .engineFailure,
        _ create: (UnsafeMutablePointer<Handle?>) -> Result
    ) throws -> GenAIObject {
        var handle: Handle?
        try check(create(&handle), action(), code: code)
        guard let handle else { throw FoundryError(code, "ONNX Runtime GenAI could not \(action()): it returned nothing.") }
        return GenAIObject(handle: handle, destroy: destroy)
    }
}

/// An object of the library and the call that ends it. It stays on the thread of its engine.
final class GenAIObject {
    let handle: GenAILibrary.Handle
    private let destroy: GenAILibrary.Destroy

    init(handle: GenAILibrary.Handle, destroy: @escaping GenAILibrary.Destroy) {
        self.handle = handle
        self.destroy = destroy
    }

    deinit { destroy(handle) }
}
