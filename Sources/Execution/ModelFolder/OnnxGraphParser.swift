import FoundryCore

/// Walks the messages of an ONNX file and fills an ``OnnxGraphSummary``.
struct OnnxGraphParser {
    private let window: ByteWindow
    private var summary = OnnxGraphSummary()

    /// Bounds on what a hostile file can make this keep or how deep it can recurse; real graphs stay far below.
    private enum Limit {
        static let depth = 16
        static let values = 100_000
        static let operators = 10_000
        static let externalTensors = 1_000_000
        static let dimensions = 256
    }

    init(_ window: ByteWindow) { self.window = window }

    mutating func parse() throws -> OnnxGraphSummary {
        guard window.count > 0 else {
            throw FoundryError(.corrupt, "\(window.label): the file is empty (it ends at byte 0). Fetch it again.")
        }
        var reader = ProtobufReader(window)
        var hasVersion = false
        var hasGraph = false
        while let field = try reader.next() {
            switch (field.number, field.value) {
            case (1, .varint): hasVersion = true
            case (7, .bytes(let range)):
                hasGraph = true
                try graph(reader.message(range), depth: 0)
            case (1, _), (7, _): throw reader.damaged(field, "stands a field of the wrong type")
            default: break
            }
        }
        guard hasVersion, hasGraph, !summary.outputs.isEmpty else {
            let missing = hasGraph ? hasVersion ? "an output of the graph" : "the format's version" : "a graph"
            throw window.damaged(at: window.count, "it ends without \(missing), so it is no ONNX model")
        }
        return summary
    }

    /// `GraphProto`.
    private mutating func graph(_ message: ProtobufReader, depth: Int) throws {
        var reader = message
        while let field = try reader.next() {
            guard case .bytes(let range) = field.value else { continue }
            switch field.number {
            case 1: try node(reader.message(range), field, depth: depth)
            case 5: try tensor(reader.message(range), field)
            case 11 where depth == 0:
                guard summary.inputs.count < Limit.values else { throw reader.damaged(field, "stand too many inputs") }
                summary.inputs.append(try value(reader.message(range)))
            case 12 where depth == 0:
                guard summary.outputs.count < Limit.values else { throw reader.damaged(field, "stand too many outputs") }
                summary.outputs.append(try value(reader.message(range)))
            default: break
            }
        }
    }

    /// `NodeProto`.
    private mutating func node(_ message: ProtobufReader, _ field: ProtobufReader.Field, depth: Int) throws {
        var reader = message
        var type = ""
        var bits: Int64?
        summary.nodeCount += 1
        while let field = try reader.next() {
            guard case .bytes(let range) = field.value else { continue }
            switch field.number {
            case 4: type = try reader.text(range)
            case 5: bits = try attribute(reader.message(range), field, depth: depth) ?? bits
            default: break
            }
        }
        if summary.operators.insert(type).inserted, summary.operators.count > Limit.operators {
            throw message.damaged(field, "stand too many kinds of operators")
        }
        if let bits, (1...32).contains(bits) { summary.weightBits.insert(bits) }
    }

    /// `AttributeProto`: its subgraphs and tensors are walked.
    /// - Returns: The number, where it is the attribute `bits`.
    private mutating func attribute(_ message: ProtobufReader, _ field: ProtobufReader.Field, depth: Int) throws -> Int64? {
        var reader = message
        var isBits = false
        var number: Int64?
        while let field = try reader.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let range)): isBits = range.count == 4 ? try reader.text(range) == "bits" : false
            case (3, .varint(let value)): number = Int64(bitPattern: value)
            case (5, .bytes(let range)): try tensor(reader.message(range), field)
            case (6, .bytes(let range)), (11, .bytes(let range)):
                guard depth < Limit.depth else { throw reader.damaged(field, "stands a graph nested in more than \(Limit.depth) others") }
                try graph(reader.message(range), depth: depth + 1)
            default: break
            }
        }
        return isBits ? number : nil
    }

    /// `ValueInfoProto`.
    private func value(_ message: ProtobufReader) throws -> OnnxGraphSummary.Value {
        var reader = message
        var value = OnnxGraphSummary.Value(name: "", elementType: nil, dimensions: nil)
        while let field = try reader.next() {
            guard case .bytes(let range) = field.value else { continue }
            switch field.number {
            case 1: value.name = try reader.text(range)
            case 2: try type(reader.message(range), &value)
            default: break
            }
        }
        return value
    }

    /// `TypeProto`, of which only `tensor_type` is looked into.
    private func type(_ message: ProtobufReader, _ value: inout OnnxGraphSummary.Value) throws {
        var reader = message
        while let field = try reader.next() {
            guard field.number == 1, case .bytes(let range) = field.value else { continue }
            var tensor = reader.message(range)
            while let field = try tensor.next() {
                switch (field.number, field.value) {
                case (1, .varint(let number)): value.elementType = OnnxElementType(rawValue: Int64(bitPattern: number))
                case (2, .bytes(let range)): value.dimensions = try shape(tensor.message(range))
                default: break
                }
            }
        }
    }

    /// `TensorShapeProto`.
    private func shape(_ message: ProtobufReader) throws -> [OnnxGraphSummary.Dimension] {
        var reader = message
        var dimensions: [OnnxGraphSummary.Dimension] = []
        while let field = try reader.next() {
            guard field.number == 1, case .bytes(let range) = field.value else { continue }
            guard dimensions.count < Limit.dimensions else { throw reader.damaged(field, "stands a shape of too many dimensions") }
            var dimension = OnnxGraphSummary.Dimension.unknown
            var inner = reader.message(range)
            while let field = try inner.next() {
                switch (field.number, field.value) {
                case (1, .varint(let size)): dimension = .fixed(Int64(bitPattern: size))
                case (2, .bytes(let range)): dimension = range.isEmpty ? .unknown : .symbol(try inner.text(range))
                default: break
                }
            }
            dimensions.append(dimension)
        }
        return dimensions
    }

    /// `TensorProto`: kept where its bytes lie elsewhere.
    private mutating func tensor(_ message: ProtobufReader, _ field: ProtobufReader.Field) throws {
        var reader = message
        var external = OnnxGraphSummary.ExternalTensor(name: "", location: "", offset: 0, elementType: .init(rawValue: 0), dimensions: [])
        var isExternal = false
        var entries: [String: String] = [:]
        while let field = try reader.next() {
            switch (field.number, field.value) {
            case (1, _):
                external.dimensions += try reader.numbers(field, limit: Limit.dimensions)
                guard external.dimensions.count <= Limit.dimensions else {
                    throw reader.damaged(field, "stands a shape of too many dimensions")
                }
            case (2, .varint(let type)): external.elementType = OnnxElementType(rawValue: Int64(bitPattern: type))
            case (8, .bytes(let range)): external.name = try reader.text(range)
            case (13, .bytes(let range)):
                let (key, value) = try entry(reader.message(range))
                guard entries.count < 64 else { throw reader.damaged(field, "stands a tensor with too many entries about its file") }
                entries[key] = value
            case (14, .varint(let location)): isExternal = location == 1
            default: break
            }
        }
        guard isExternal else { return }
        guard summary.externalTensors.count < Limit.externalTensors else { throw reader.damaged(field, "stand too many tensors") }
        external.location = entries["location"] ?? ""
        external.offset = try number(entries["offset"], field, external.name) ?? 0
        external.length = try number(entries["length"], field, external.name)
        summary.externalTensors.append(external)
    }

    /// `StringStringEntryProto`.
    private func entry(_ message: ProtobufReader) throws -> (key: String, value: String) {
        var reader = message
        var entry = (key: "", value: "")
        while let field = try reader.next() {
            guard case .bytes(let range) = field.value else { continue }
            if field.number == 1 { entry.key = try reader.text(range) }
            if field.number == 2 { entry.value = try reader.text(range) }
        }
        return entry
    }

    private func number(_ text: String?, _ field: ProtobufReader.Field, _ name: String) throws -> Int64? {
        guard let text else { return nil }
        guard let number = Int64(text), number >= 0 else {
            throw window.damaged(
                at: field.offset, "the tensor \"\(name.prefix(80))\" states the place \"\(text.prefix(40))\", which is no number")
        }
        return number
    }
}
