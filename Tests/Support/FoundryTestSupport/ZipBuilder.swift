public import Foundation

/// Writes zip archives byte by byte, broken ones too: any field may be set to what no honest writer would put there.
///
/// Format: PKWARE APPNOTE.TXT. Contents are given as they stand in the file, so nothing is compressed here.
public struct ZipBuilder: Sendable {
    /// One member with the fields of its two headers.
    public struct Entry: Sendable {
        /// The name's bytes.
        public var name: [UInt8]
        /// The bytes as they stand in the archive.
        public var content: Data
        /// 0 stored, 8 deflated.
        public var method: UInt16 = 0
        /// General purpose flags.
        public var flags: UInt16 = 0
        /// The checksum of the uncompressed bytes.
        public var crc: UInt32
        /// The declared size in the archive, in bytes.
        public var compressedSize: UInt32
        /// The declared size after inflating, in bytes.
        public var uncompressedSize: UInt32
        /// The upper half holds Unix mode bits.
        public var externalAttributes: UInt32 = 0
        /// The name in the local header where it differs.
        public var localName: [UInt8]?
        /// The offset the directory tells, where it is not the true one.
        public var offset: UInt32?
        /// The disk number in the directory.
        public var disk: UInt16 = 0

        /// A stored member whose fields all tell the truth.
        public init(_ name: String, _ content: Data) {
            self.name = Array(name.utf8)
            self.content = content
            crc = ZipBuilder.crc32(content)
            compressedSize = UInt32(content.count)
            uncompressedSize = UInt32(content.count)
        }

        /// A deflated member.
        /// - Parameters:
        ///   - deflated: The raw deflate stream.
        ///   - original: What it inflates to.
        public init(_ name: String, deflated: Data, original: Data) {
            self.init(name, original)
            content = deflated
            method = 8
            compressedSize = UInt32(deflated.count)
        }
    }

    /// The members, in order.
    public var entries: [Entry]
    /// The number of members the end record tells, where it is not the true one.
    public var declaredCount: UInt16?
    /// The directory's size the end record tells, where it is not the true one.
    public var declaredDirectorySize: UInt32?
    /// The directory's offset the end record tells, where it is not the true one.
    public var declaredDirectoryOffset: UInt32?
    /// Bytes between the directory and the end record.
    public var beforeEnd = Data()
    /// Bytes before the first member.
    public var prefix = Data()
    /// The archive's comment.
    public var comment = Data()

    /// An archive of these members.
    public init(_ entries: [Entry]) { self.entries = entries }

    /// The archive's bytes.
    public func build() -> Data {
        var file = prefix
        var offsets: [UInt32] = []
        for entry in entries {
            offsets.append(UInt32(file.count))
            let name = entry.localName ?? entry.name
            file.append(little: 0x0403_4b50 as UInt32)
            file.append(little: 20 as UInt16)
            file.append(fields: entry)
            file.append(little: UInt16(name.count))
            file.append(little: 0 as UInt16)
            file.append(contentsOf: name)
            file.append(entry.content)
        }
        let directoryOffset = UInt32(file.count)
        for (entry, offset) in zip(entries, offsets) {
            file.append(little: 0x0201_4b50 as UInt32)
            file.append(little: 0x0314 as UInt16)
            file.append(little: 20 as UInt16)
            file.append(fields: entry)
            file.append(little: UInt16(entry.name.count))
            file.append(little: 0 as UInt16)
            file.append(little: 0 as UInt16)
            file.append(little: entry.disk)
            file.append(little: 0 as UInt16)
            file.append(little: entry.externalAttributes)
            file.append(little: entry.offset ?? offset)
            file.append(contentsOf: entry.name)
        }
        let directorySize = UInt32(file.count) - directoryOffset
        file.append(beforeEnd)
        file.append(little: 0x0605_4b50 as UInt32)
        file.append(little: 0 as UInt32)
        let count = declaredCount ?? UInt16(entries.count)
        file.append(little: count)
        file.append(little: count)
        file.append(little: declaredDirectorySize ?? directorySize)
        file.append(little: declaredDirectoryOffset ?? directoryOffset)
        file.append(little: UInt16(comment.count))
        file.append(comment)
        return file
    }

    /// The checksum zip archives use (CRC-32 of ISO 3309), bit by bit.
    public static func crc32(_ data: Data) -> UInt32 {
        var crc: UInt32 = 0xffff_ffff
        for byte in data {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xedb8_8320 : crc >> 1 }
        }
        return ~crc
    }
}

extension Data {
    fileprivate mutating func append<Value: FixedWidthInteger>(little value: Value) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    /// The fields both headers have in the same order: flags, method, time, date, checksum, sizes.
    fileprivate mutating func append(fields entry: ZipBuilder.Entry) {
        append(little: entry.flags)
        append(little: entry.method)
        append(little: 0 as UInt32)
        append(little: entry.crc)
        append(little: entry.compressedSize)
        append(little: entry.uncompressedSize)
    }
}
