import FoundryCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Reads a zip archive's end record and central directory.
///
/// Format: PKWARE APPNOTE.TXT, sections 4.3.12 and 4.3.16. What is not needed for wheels is refused, not guessed: zip64, several
/// disks, encryption, symbolic links, bytes before the first member or between the records.
struct ZipDirectory {
    /// The members, in the directory's order.
    private(set) var members: [ZipMember] = []
    /// Where the directory begins; members lie before it.
    private(set) var offset: Int64 = 0

    private let path: String

    /// Directories above this size are not read; 65,535 members with names of 200 bytes stay below.
    private static let greatestSize = 16 << 20
    private static let endSize = 22
    private static let entrySize = 46

    /// - Throws: ``FoundryError`` `corrupt` or `unsupported`, naming the file and the member at fault.
    init(of file: FileDescriptor) throws {
        path = file.path
        let tailSize = Int(min(file.size, Int64(Self.endSize + 0xffff)))
        let tail = ZipFields(try file.bytes(at: file.size - Int64(tailSize), count: tailSize))
        guard let end = Self.endRecord(in: tail) else {
            throw FoundryError(.corrupt, "\(path) is no zip archive, or its end is missing. Get it again.")
        }
        let (count, size, start) = (tail.uint16(end + 10), tail.uint32(end + 12), tail.uint32(end + 16))
        guard tail.uint16(end + 4) == 0, tail.uint16(end + 6) == 0, tail.uint16(end + 8) == count else {
            throw unsupported("spans several disks")
        }
        if count == 0xffff || size == 0xffff_ffff || start == 0xffff_ffff || (end >= 20 && tail.uint32(end - 20) == 0x0706_4b50) {
            throw unsupported("is in the zip64 format")
        }
        offset = Int64(start)
        guard offset + Int64(size) == file.size - Int64(tailSize - end), Int(size) <= Self.greatestSize else {
            throw damaged("its central directory is not where its end record says")
        }
        let fields = ZipFields(try file.bytes(at: offset, count: Int(size)))
        var names: Set<String> = []
        var position = 0
        for index in 0..<Int(count) {
            let member = try entry(in: fields, at: &position, index: index)
            // A file and a folder of one name cannot both be extracted either.
            let key = member.isDirectory ? String(member.name.dropLast()) : member.name
            guard names.insert(key).inserted else { throw damaged("it has two members \(member.name)") }
            members.append(member)
        }
        guard position == fields.count else { throw damaged("its central directory has more than the \(count) members declared") }
    }

    /// The last end record whose comment reaches exactly to the file's end.
    private static func endRecord(in tail: ZipFields) -> Int? {
        guard tail.count >= endSize else { return nil }
        return (0...(tail.count - endSize)).last {
            tail.uint32($0) == 0x0605_4b50 && $0 + endSize + Int(tail.uint16($0 + 20)) == tail.count
        }
    }

    private func entry(in fields: ZipFields, at position: inout Int, index: Int) throws -> ZipMember {
        guard fields.count - position >= Self.entrySize, fields.uint32(position) == 0x0201_4b50 else {
            throw damaged("the entry of member \(index) is not in its central directory")
        }
        let start = position
        let nameEnd = start + Self.entrySize + Int(fields.uint16(start + 28))
        position = nameEnd + Int(fields.uint16(start + 30)) + Int(fields.uint16(start + 32))
        guard position <= fields.count else { throw damaged("the entry of member \(index) is cut off") }
        guard let name = ZipMember.safeName(fields.bytes[(start + Self.entrySize)..<nameEnd]) else {
            throw damaged("the name of member \(index) is unsafe (absolute, with \"..\", a backslash, or not UTF-8)")
        }
        let flags = fields.uint16(start + 8)
        // Encryption, strong encryption, masked headers, patches.
        guard flags & 0x2061 == 0 else { throw unsupported("encrypts \(name)") }
        guard let method = ZipMember.Method(rawValue: fields.uint16(start + 10)) else {
            throw unsupported("compresses \(name) by method \(fields.uint16(start + 10)), neither stored nor deflate,")
        }
        let (compressed, size, header) = (fields.uint32(start + 20), fields.uint32(start + 24), fields.uint32(start + 42))
        guard compressed != 0xffff_ffff, size != 0xffff_ffff, header != 0xffff_ffff else {
            throw unsupported("has \(name) in the zip64 format")
        }
        guard fields.uint16(start + 34) == 0 else { throw unsupported("has \(name) on another disk") }
        let type = mode_t(truncatingIfNeeded: fields.uint32(start + 38) >> 16) & S_IFMT
        guard type == 0 || type == S_IFREG || type == S_IFDIR else { throw unsupported("has \(name), which is a link or a special file,") }
        let member = ZipMember(
            name: name, size: Int64(size), method: method, flags: flags, crc: fields.uint32(start + 16),
            compressedSize: Int64(compressed), headerOffset: Int64(header))
        try check(member, isDirectory: type == S_IFDIR)
        return member
    }

    private func check(_ member: ZipMember, isDirectory: Bool) throws {
        if member.isDirectory || isDirectory {
            guard member.isDirectory, member.size == 0 else { throw damaged("\(member.name) is half a folder, half a file") }
        }
        switch member.method {
        case .stored:
            guard member.size == member.compressedSize else { throw damaged("the sizes of \(member.name) contradict each other") }
        case .deflated:
            guard member.size <= member.compressedSize * ZipMember.greatestExpansion else {
                throw damaged("\(member.name) declares \(member.size) bytes, more than its \(member.compressedSize) can inflate to")
            }
        }
    }

    private func damaged(_ what: String) -> FoundryError {
        FoundryError(.corrupt, "The zip archive \(path) is damaged: \(what). Get it again.")
    }

    private func unsupported(_ what: String) -> FoundryError {
        FoundryError(.unsupported, "The zip archive \(path) \(what) which is not supported.")
    }
}

/// Little-endian numbers in a block of bytes; the caller has checked the bounds.
struct ZipFields {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count }

    func uint16(_ offset: Int) -> UInt16 { UInt16(bytes[offset]) | UInt16(bytes[offset + 1]) << 8 }

    func uint32(_ offset: Int) -> UInt32 { UInt32(uint16(offset)) | UInt32(uint16(offset + 2)) << 16 }
}
