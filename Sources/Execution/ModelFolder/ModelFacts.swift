/// What people are shown about a model.
public struct ModelFacts: Sendable, Hashable, Codable {
    /// The architecture, such as `qwen2`.
    public var type: String
    /// Prompt and answer together, in tokens; nil where the configuration does not say.
    public var contextLength: Int?
    /// How many tokens the model knows; nil where the configuration does not say.
    public var vocabularySize: Int?
    /// How many layers the decoder has.
    public var layers: Int
    /// The precision of the weights as far as the graph shows it: `int4`, `int8`, `fp16`, `bf16` or `fp32`.
    public var precision: String?
    /// All files of the folder together, in bytes.
    public var sizeBytes: Int64
}

extension ModelFacts {
    /// Guesses the precision of a decoder's graphs.
    /// - Parameter pastPrefix: What names of inputs with past keys begin with.
    static func precision(of graphs: [OnnxGraphSummary], pastPrefix: String) -> String? {
        let operators = graphs.reduce(into: Set<String>()) { $0.formUnion($1.operators) }
        let bits = graphs.reduce(into: Set<Int64>()) { $0.formUnion($1.weightBits) }
        if let least = bits.min() { return "int\(least)" }
        if operators.contains("MatMulNBits") { return "int4" }
        // Compiled graphs hide their operators.
        if operators.contains("EPContext") { return nil }
        if !operators.isDisjoint(with: [
            "MatMulInteger", "DynamicQuantizeMatMul", "QLinearMatMul", "DequantizeLinear", "MatMulIntegerToFloat",
        ]) {
            return "int8"
        }
        let past = graphs.lazy.flatMap(\.inputs).first { $0.name.hasPrefix(pastPrefix) }
        switch past?.elementType ?? graphs.last?.outputs.first?.elementType {
        case OnnxElementType.float16: return "fp16"
        case OnnxElementType.bfloat16: return "bf16"
        case OnnxElementType.float32: return "fp32"
        default: return nil
        }
    }
}
