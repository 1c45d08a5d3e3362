public import Foundation

/// What an ONNX file says about its graph, read without any native library and without its weights.
///
/// Format: `ModelProto` of ONNX (`onnx.proto`). A graph of 2 GB with the weights inside costs as little as one whose weights lie
/// in a file beside it: their bytes are skipped, not read.
public struct OnnxGraphSummary: Sendable, Hashable {
    /// One dimension of a shape.
    public enum Dimension: Sendable, Hashable {
        /// A size that the graph fixes.
        case fixed(Int64)
        /// A size that depends on the input, by its name.
        case symbol(String)
        /// A size the graph says nothing about.
        case unknown
    }

    /// An input or output of the graph.
    public struct Value: Sendable, Hashable {
        /// The name it is fed or fetched by.
        public var name: String
        /// Its elements' type; nil where it is no tensor.
        public var elementType: OnnxElementType?
        /// Its shape; nil where the graph states none.
        public var dimensions: [Dimension]?
    }

    /// A tensor whose bytes lie in another file.
    public struct ExternalTensor: Sendable, Hashable {
        /// The tensor's name.
        public var name: String
        /// The file, relative to the graph's folder, unchecked.
        public var location: String
        /// Where its bytes begin in the file.
        public var offset: Int64
        /// How many bytes it has; nil where its shape says so alone.
        public var length: Int64?
        /// Its elements' type.
        public var elementType: OnnxElementType
        /// Its shape.
        public var dimensions: [Int64]
    }

    /// The graph's inputs, in order.
    public internal(set) var inputs: [Value] = []
    /// The graph's outputs, in order.
    public internal(set) var outputs: [Value] = []
    /// How many nodes there are, those of subgraphs included.
    public internal(set) var nodeCount = 0
    /// The operators the nodes use, without their domains.
    public internal(set) var operators: Set<String> = []
    /// The `bits` that quantized operators state for their weights.
    public internal(set) var weightBits: Set<Int64> = []
    /// Tensors whose bytes lie in other files.
    public internal(set) var externalTensors: [ExternalTensor] = []

    init() {}

    /// Reads a file.
    /// - Parameter url: The `.onnx` file.
    /// - Throws: ``FoundryError`` `notFound` or `io`; `corrupt` naming the file and the byte where it stops making sense.
    public init(contentsOf url: URL) throws {
        var parser = OnnxGraphParser(ByteWindow(try RegularFile(url)))
        self = try parser.parse()
    }

    /// Reads a file's content from memory.
    /// - Parameters:
    ///   - bytes: The content.
    ///   - label: What errors call it.
    /// - Throws: ``FoundryError`` `corrupt` naming the byte where it stops making sense.
    public init(bytes: [UInt8], label: String) throws {
        var parser = OnnxGraphParser(ByteWindow(bytes, label: label))
        self = try parser.parse()
    }
}
