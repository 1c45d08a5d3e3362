/// The type of a tensor's elements.
///
/// Numbers: `TensorProto.DataType` of ONNX 1.21 (`onnx.proto`).
public struct OnnxElementType: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The type's number in ONNX.
    public let rawValue: Int64

    /// Wraps a type's number, known or not.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// 32-bit floating point.
    public static let float32 = OnnxElementType(rawValue: 1)
    /// 64-bit integers.
    public static let int64 = OnnxElementType(rawValue: 7)
    /// 16-bit floating point, IEEE.
    public static let float16 = OnnxElementType(rawValue: 10)
    /// 16-bit floating point with the exponent of 32 bits.
    public static let bfloat16 = OnnxElementType(rawValue: 16)

    /// The type's name and bits per element; nil bits where elements have no fixed size.
    private static let known: [Int64: (name: String, bits: Int?)] = [
        1: ("float32", 32), 2: ("uint8", 8), 3: ("int8", 8), 4: ("uint16", 16), 5: ("int16", 16), 6: ("int32", 32), 7: ("int64", 64),
        8: ("string", nil), 9: ("bool", 8), 10: ("float16", 16), 11: ("float64", 64), 12: ("uint32", 32), 13: ("uint64", 64),
        14: ("complex64", 64), 15: ("complex128", 128), 16: ("bfloat16", 16), 17: ("float8e4m3fn", 8), 18: ("float8e4m3fnuz", 8),
        19: ("float8e5m2", 8), 20: ("float8e5m2fnuz", 8), 21: ("uint4", 4), 22: ("int4", 4), 23: ("float4e2m1", 4), 24: ("float8e8m0", 8),
        25: ("uint2", 2), 26: ("int2", 2),
    ]

    /// The type's name, or its number where it is unknown.
    public var description: String { Self.known[rawValue]?.name ?? "type \(rawValue)" }

    /// The size of a tensor as ONNX stores it, elements below a byte packed.
    /// - Parameter dimensions: The tensor's shape.
    /// - Returns: Bytes; nil where the type has no fixed or no known size, or the shape is impossible.
    public func byteCount(dimensions: [Int64]) -> Int64? {
        guard let bits = Self.known[rawValue]?.bits else { return nil }
        var count: Int64 = 1
        for dimension in dimensions {
            let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
            guard dimension >= 0, !overflow else { return nil }
            count = product
        }
        let (total, overflow) = count.multipliedReportingOverflow(by: Int64(bits))
        return overflow || total > .max - 7 ? nil : (total + 7) / 8
    }
}
