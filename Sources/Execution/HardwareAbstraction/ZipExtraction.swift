import CZlib
import FoundryCore

/// One member's way from the archive to a sink, never more than a block in memory and never more than the declared size out.
struct ZipExtraction {
    let member: ZipMember
    let file: FileDescriptor
    /// Where the member's data begins.
    let offset: Int64
    let cancellation: Cancellation

    private static let inputBlock = 64 << 10
    private static let outputBlock = 256 << 10

    /// Hands the extracted bytes to the sink.
    /// - Throws: ``FoundryError`` `corrupt` naming archive and member, or the sink's error.
    func run(_ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
        var written: Int64 = 0
        var crc = crc32(0, nil, 0)
        func emit(_ block: UnsafeRawBufferPointer) throws {
            written += Int64(block.count)
            guard written <= member.size else { throw damaged("is greater than the \(member.size) bytes it declares") }
            crc = crc32(crc, block.bindMemory(to: Bytef.self).baseAddress, uInt(block.count))
            try sink(block)
        }
        switch member.method {
        case .stored: try readInput { try emit($0) }
        case .deflated: try inflateInput { try emit($0) }
        }
        guard written == member.size else { throw damaged("has \(written) bytes instead of the \(member.size) it declares") }
        guard UInt32(truncatingIfNeeded: crc) == member.crc else { throw damaged("has a wrong checksum") }
    }

    /// Reads the member's bytes as they stand in the archive.
    private func readInput(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.inputBlock, alignment: 16)
        defer { block.deallocate() }
        var position: Int64 = 0
        while position < member.compressedSize {
            try cancellation.check()
            let wanted = Int(min(Int64(block.count), member.compressedSize - position))
            let part = UnsafeMutableRawBufferPointer(rebasing: block[..<wanted])
            guard try file.read(into: part, at: offset + position) == wanted else { throw damaged("is cut off") }
            try body(UnsafeRawBufferPointer(part))
            position += Int64(wanted)
        }
    }

    private func inflateInput(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        // zlib remembers the stream's address, so it may not move.
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let output = UnsafeMutablePointer<Bytef>.allocate(capacity: Self.outputBlock)
        defer {
            output.deallocate()
            stream.deallocate()
        }
        guard inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw FoundryError(.internalError, "zlib does not start: its header and its library differ.")
        }
        defer { inflateEnd(stream) }
        var ended = false
        try readInput { input in
            guard !ended else { throw damaged("has bytes after its end") }
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: Bytef.self).baseAddress)
            stream.pointee.avail_in = uInt(input.count)
            repeat {
                stream.pointee.next_out = output
                stream.pointee.avail_out = uInt(Self.outputBlock)
                let status = inflate(stream, Z_NO_FLUSH)
                guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { throw damaged("does not inflate") }
                try body(UnsafeRawBufferPointer(start: output, count: Self.outputBlock - Int(stream.pointee.avail_out)))
                ended = status == Z_STREAM_END
            } while !ended && stream.pointee.avail_out == 0
            guard stream.pointee.avail_in == 0 else { throw damaged(ended ? "has bytes after its end" : "does not inflate") }
        }
        guard ended else { throw damaged("is cut off") }
    }

    private func damaged(_ what: String) -> FoundryError {
        FoundryError(.corrupt, "The zip archive \(file.path) is damaged: \(member.name) \(what). Get it again.")
    }
}
