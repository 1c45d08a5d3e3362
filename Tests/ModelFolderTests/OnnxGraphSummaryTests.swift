import Foundation
import FoundryCore
import FoundryTestSupport
import Testing

@testable import ModelFolder

@Suite struct OnnxGraphSummaryTests {
    static let tiny = SharedData.folder("data/models/random-tiny-int4/model.onnx")

    @Test func readsInputsOutputsAndOperators() throws {
        let summary = try OnnxGraphSummary(
            bytes: TestGraph.decoder(layers: [0, 1], operators: ["MatMul", "Add", "MatMul"]), label: "test")
        #expect(
            summary.inputs.map(\.name) == ["input_ids"] + (0..<2).flatMap { ["past_key_values.\($0).key", "past_key_values.\($0).value"] })
        #expect(summary.inputs.first?.elementType == .int64)
        #expect(summary.outputs == [.init(name: "logits", elementType: .float32, dimensions: [.symbol("b"), .symbol("s"), .fixed(32)])])
        #expect(summary.nodeCount == 3)
        #expect(summary.operators == ["MatMul", "Add"])
    }

    @Test(.enabled(if: tiny != nil || SharedData.isRequired, "the test data is absent")) func readsARealGraph() throws {
        let summary = try OnnxGraphSummary(contentsOf: try #require(Self.tiny))
        #expect(summary.nodeCount == 33)
        #expect(summary.operators.contains("MatMulNBits"))
        #expect(summary.weightBits == [4])
        #expect(summary.inputs.count == 6)
        #expect(summary.externalTensors.count == 30)
        #expect(
            summary.externalTensors.first
                == .init(
                    name: "model.embed_tokens.weight", location: "model.onnx.data", offset: 0, length: 1_048_576, elementType: .float32,
                    dimensions: [2048, 128]))
    }

    @Test(.enabled(if: SharedData.isWanted("data/onnx"), "the test data is absent")) func walksSubgraphs() throws {
        let url = try #require(SharedData.folder("data/onnx/silero_vad_16k_op15.onnx"))
        let summary = try OnnxGraphSummary(contentsOf: url)
        #expect(summary.inputs.map(\.name) == ["input", "state", "sr"])
        #expect(summary.nodeCount > 121)
        #expect(summary.operators.contains("LSTM"))
    }

    @Test func readsPackedShapesAndMissingPlaces() throws {
        let bytes = TestGraph.decoder { graph in
            graph.message(5) { tensor in
                tensor.data(1, [2, 3])
                tensor.number(2, 10)
                tensor.text(8, "w")
                tensor.message(13) { entry in
                    entry.text(1, "location")
                    entry.text(2, "w.bin")
                }
                tensor.number(14, 1)
            }
        }
        let tensor = try #require(OnnxGraphSummary(bytes: bytes, label: "test").externalTensors.first)
        #expect(tensor == .init(name: "w", location: "w.bin", offset: 0, length: nil, elementType: .float16, dimensions: [2, 3]))
    }

    @Test func readsTensorsOfSubgraphs() throws {
        let bytes = TestGraph.decoder { graph in
            graph.message(1) { node in
                node.text(4, "If")
                node.message(5) { attribute in
                    attribute.text(1, "then_branch")
                    attribute.message(6) { TestGraph.external(&$0, name: "inner", dimensions: [4], entries: [("location", "x")]) }
                }
            }
        }
        #expect(try OnnxGraphSummary(bytes: bytes, label: "test").externalTensors.map(\.name) == ["inner"])
    }

    @Test func skipsWeightsWithoutReadingThem() throws {
        // 3 GB of a weight are a hole in the file; what follows them must still be found.
        let weight: UInt64 = 3 << 30
        let output = {
            var graph = ProtobufWriter()
            graph.message(12) { TestGraph.value(&$0, "logits", type: 1, dimensions: [9]) }
            return graph.bytes
        }()
        let raw = ProtobufWriter.varint(9 << 3 | 2) + ProtobufWriter.varint(weight)
        let tensorLength = UInt64(raw.count) + weight
        let tensor = ProtobufWriter.varint(5 << 3 | 2) + ProtobufWriter.varint(tensorLength)
        var head = ProtobufWriter()
        head.number(1, 8)
        head.raw(
            ProtobufWriter.varint(7 << 3 | 2) + ProtobufWriter.varint(UInt64(tensor.count) + tensorLength + UInt64(output.count)) + tensor
                + raw)
        let temporary = try TemporaryDirectory()
        let url = temporary.url.appending(path: "model.onnx")
        try Data(head.bytes).write(to: url)
        let handle = try FileHandle(forWritingTo: url)
        try handle.seek(toOffset: UInt64(head.bytes.count) + weight)
        try handle.write(contentsOf: Data(output))
        try handle.close()
        #expect(try OnnxGraphSummary(contentsOf: url).outputs.map(\.name) == ["logits"])
    }

    @Test func namesThePlaceOfACut() throws {
        let bytes = TestGraph.decoder()
        let error = #expect(throws: FoundryError.self) { try OnnxGraphSummary(bytes: Array(bytes.dropLast(5)), label: "model.onnx in /x") }
        #expect(error?.code == .corrupt)
        #expect(error?.message.hasPrefix("model.onnx in /x: at byte 8 ") == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("bytes left") == true)
    }

    @Test(
        arguments: [
            ([], "empty"), ([8, 8], "without a graph"), ([0x3A, 0], "version"), ([8, 8, 0x3A, 0], "output"), ([0], "no field"),
            ([0x0B], "wire type 3"),
            ([0x80], "cut off"), (Array(repeating: 0xFF, count: 11), "more than ten bytes"), ([0x0D, 1, 2], "cut off"),
            ([0x38, 1], "wrong type"),
            ([0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1], "bytes left"),
        ] as [([UInt8], String)]) func refusesWhatIsNoModel(_ bytes: [UInt8], _ expected: String)
    {
        let error = #expect(throws: FoundryError.self) { try OnnxGraphSummary(bytes: bytes, label: "x") }
        #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("byte") == true)
    }

    @Test func boundsTheNestingOfGraphs() {
        var inner: [UInt8] = []
        for _ in 0..<200 {
            var graph = ProtobufWriter()
            graph.message(1) { node in node.message(5) { $0.data(6, inner) } }
            inner = graph.bytes
        }
        let error = #expect(throws: FoundryError.self) { try OnnxGraphSummary(bytes: TestGraph.model { $0.raw(inner) }, label: "x") }
        #expect(error?.message.contains("nested") == true)
    }

    @Test func boundsNamesAndShapes() {
        let name = TestGraph.decoder { $0.message(11) { $0.data(1, Array(repeating: 65, count: 70_000)) } }
        #expect(throws: FoundryError.self) { try OnnxGraphSummary(bytes: name, label: "x") }
        let shape = TestGraph.decoder { $0.message(5) { $0.data(1, Array(repeating: 1, count: 1000)) } }
        #expect(throws: FoundryError.self) { try OnnxGraphSummary(bytes: shape, label: "x") }
    }

    @Test(arguments: ["-1", "x", "99999999999999999999", ""]) func refusesImpossiblePlaces(_ offset: String) {
        let bytes = TestGraph.decoder {
            TestGraph.external(&$0, name: "w", dimensions: [1], entries: [("location", "d"), ("offset", offset)])
        }
        #expect(throws: FoundryError.self) { try OnnxGraphSummary(bytes: bytes, label: "x") }
    }

    @Test(.enabled(if: tiny != nil || SharedData.isRequired, "the test data is absent"), arguments: 0..<8) func survivesDamage(
        _ seed: UInt64
    ) throws {
        let whole = [UInt8](try Data(contentsOf: try #require(Self.tiny)))
        try damage(whole, seed: seed, rounds: 40)
    }

    @Test(arguments: 0..<8) func survivesDamageOfSmallGraphs(_ seed: UInt64) throws {
        let whole = TestGraph.decoder {
            TestGraph.external(&$0, name: "w", dimensions: [4], entries: [("location", "d"), ("offset", "0"), ("length", "16")])
        }
        try damage(whole, seed: seed, rounds: 500)
    }

    @Test func refusesEveryCutOfASmallGraph() {
        let whole = TestGraph.decoder()
        for count in 0..<whole.count {
            #expect(throws: FoundryError.self) { try OnnxGraphSummary(bytes: Array(whole.prefix(count)), label: "x") }
        }
    }

    /// Cuts and flips at random: whatever comes of it, it is a summary or an error of ours.
    private func damage(_ whole: [UInt8], seed: UInt64, rounds: Int) throws {
        var generator = SplitMix(state: seed)
        for _ in 0..<rounds {
            var bytes = whole
            for _ in 0..<Int.random(in: 0...6, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            if Bool.random(using: &generator) { bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator))) }
            do { _ = try OnnxGraphSummary(bytes: bytes, label: "x") } catch {
                #expect(error is FoundryError)
            }
        }
    }
}

/// Random numbers that are the same each time.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
