/// Writes ONNX messages by hand, well-formed or not.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    static func varint(_ value: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    mutating func number(_ field: UInt64, _ value: UInt64) { bytes += Self.varint(field << 3) + Self.varint(value) }

    mutating func data(_ field: UInt64, _ value: [UInt8]) {
        bytes += Self.varint(field << 3 | 2) + Self.varint(UInt64(value.count)) + value
    }

    mutating func text(_ field: UInt64, _ value: String) { data(field, Array(value.utf8)) }

    mutating func message(_ field: UInt64, _ body: (inout ProtobufWriter) -> Void) {
        var inner = ProtobufWriter()
        body(&inner)
        data(field, inner.bytes)
    }

    mutating func raw(_ value: [UInt8]) { bytes += value }
}

/// Small ONNX graphs.
enum TestGraph {
    /// A decoder with a layer's past keys and values for each index, and logits.
    static func decoder(
        layers: [Int] = [0], vocabulary: UInt64 = 32, elementType: UInt64 = 1, operators: [String] = ["MatMul"],
        names: [String] = ["past_key_values.%.key", "past_key_values.%.value"], more: (inout ProtobufWriter) -> Void = { _ in }
    ) -> [UInt8] {
        model { graph in
            for type in operators { graph.message(1) { $0.text(4, type) } }
            graph.message(11) { value(&$0, "input_ids", type: 7, dimensions: ["b", "s"]) }
            for layer in layers {
                for name in names.map({ $0.replacing("%", with: "\(layer)") }) {
                    graph.message(11) { value(&$0, name, type: elementType, dimensions: ["b", 2, "p", 8]) }
                }
            }
            graph.message(12) { value(&$0, "logits", type: elementType, dimensions: ["b", "s", vocabulary]) }
            more(&graph)
        }
    }

    static func model(_ graph: (inout ProtobufWriter) -> Void) -> [UInt8] {
        var model = ProtobufWriter()
        model.number(1, 8)
        model.text(2, "test")
        model.message(7, graph)
        return model.bytes
    }

    static func value(_ writer: inout ProtobufWriter, _ name: String, type: UInt64, dimensions: [any Sendable]) {
        writer.text(1, name)
        writer.message(2) { kind in
            kind.message(1) { tensor in
                tensor.number(1, type)
                tensor.message(2) { shape in
                    for dimension in dimensions {
                        shape.message(1) { inner in
                            if let size = dimension as? UInt64 { inner.number(1, size) }
                            if let size = dimension as? Int { inner.number(1, UInt64(size)) }
                            if let symbol = dimension as? String { inner.text(2, symbol) }
                        }
                    }
                }
            }
        }
    }

    /// An initializer whose bytes lie in a file.
    static func external(_ writer: inout ProtobufWriter, name: String, type: UInt64 = 1, dimensions: [UInt64], entries: [(String, String)])
    {
        writer.message(5) { tensor in
            for dimension in dimensions { tensor.number(1, dimension) }
            tensor.number(2, type)
            tensor.text(8, name)
            for (key, value) in entries {
                tensor.message(13) { entry in
                    entry.text(1, key)
                    entry.text(2, value)
                }
            }
            tensor.number(14, 1)
        }
    }
}
