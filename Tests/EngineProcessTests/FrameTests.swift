import FoundryCore
import Testing

@testable import EngineProcess

@Suite struct FrameTests {
    @Test(arguments: 0..<20 as Range<UInt64>)
    func framesSurviveAnySplit(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let frames = (0..<40).map { _ in
            Frame(
                Frame.Kind.allCases.randomElement(using: &random)!, request: .random(in: 0 ... .max, using: &random),
                payload: (0..<Int.random(in: 0...300, using: &random)).map { _ in .random(in: 0...255, using: &random) })
        }
        let bytes = try frames.flatMap { try FrameEncoder().encode($0) }
        var decoder = FrameDecoder()
        var found: [Frame] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = min(Int.random(in: 1...(seed.isMultiple(of: 2) ? 12 : 700), using: &random), rest.count)
            decoder.push(rest.prefix(count))
            rest = rest.dropFirst(count)
            while let frame = try decoder.next() { found.append(frame) }
        }
        #expect(found == frames)
        #expect(decoder.pendingBytes == 0)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func randomBytesGiveFramesOrAnErrorAndNoMore(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        // Plausible headers among the noise, so that both branches are taken.
        let bytes = (0..<50).flatMap { _ -> [UInt8] in
            let length = UInt8.random(in: 0...40, using: &random)
            let top: UInt8 = Int.random(in: 0..<20, using: &random) == 0 ? 0xFF : 0
            return [length, 0, 0, top, .random(in: 1...16, using: &random)]
                + (0..<(4 + Int(length))).map { _ in .random(in: 0...255, using: &random) }
        }
        var decoder = FrameDecoder()
        decoder.push(bytes)
        var read = 0
        do {
            while let frame = try decoder.next() { read += Frame.headerLength + frame.payload.count }
            #expect(read + decoder.pendingBytes == bytes.count)
        } catch {
            #expect(throws: FoundryError.self) { try decoder.next() }
        }
    }

    @Test func layoutIsAsDocumented() throws {
        let bytes = try FrameEncoder().encode(.content, request: 0x0403_0201, payload: "hé".utf8)
        #expect(bytes == [3, 0, 0, 0, 6, 1, 2, 3, 4, 0x68, 0xC3, 0xA9])
    }

    @Test func tooLongAFrameIsRefusedByItsHeaderAlone() {
        var decoder = FrameDecoder()
        decoder.push([0x01, 0x00, 0x00, 0x01, 6, 0, 0, 0, 0])
        let error = #expect(throws: FoundryError.self) { try decoder.next() }
        #expect(error?.message.contains("16777217 bytes") == true)
    }

    @Test func theLongestFramePasses() throws {
        let frame = Frame(.generate, request: 1, payload: Array(repeating: 7, count: Frame.maximumPayload))
        var decoder = FrameDecoder()
        decoder.push(try FrameEncoder().encode(frame))
        #expect(try decoder.next() == frame)
    }

    @Test func aLongerPayloadIsNotEncoded() {
        let payload = [UInt8](repeating: 0, count: Frame.maximumPayload + 1)
        let error = #expect(throws: FoundryError.self) { try FrameEncoder().encode(.generate, request: 1, payload: payload) }
        #expect(error?.code == .invalidArgument)
    }

    @Test(arguments: [0, 16, 255] as [UInt8])
    func anUnknownKindIsRefused(kind: UInt8) {
        var decoder = FrameDecoder()
        decoder.push([0, 0, 0, 0, kind, 0, 0, 0, 0])
        let error = #expect(throws: FoundryError.self) { try decoder.next() }
        #expect(error?.message.contains("unknown kind \(kind)") == true)
    }

    @Test(arguments: [0, 1, 32, 70_000, Int(UInt32.max)])
    func creditIsRead(count: Int) throws {
        #expect(try Frame.credit(count, request: 9).decodedCredit() == count)
    }

    @Test func creditOfAnotherLengthIsRefused() {
        #expect(throws: FoundryError.self) { try Frame(.credit, payload: [1, 2, 3]).decodedCredit() }
    }

    @Test func errorsCrossWithCodeAndParameterAndCause() throws {
        let cause = FoundryError(.io, "the disk is full")
        let frame = try Frame.json(.error, WireError(FoundryError(.corrupt, "model.onnx is damaged", parameter: "model", cause: cause)))
        let error = try frame.decoded(as: WireError.self).error
        #expect(error.code == .corrupt)
        #expect(error.parameter == "model")
        #expect(error.message == "model.onnx is damaged (the disk is full)")
    }
}

extension FrameDecoder {
    mutating func push(_ bytes: some Collection<UInt8>) { Array(bytes).withUnsafeBytes { push($0) } }
}
