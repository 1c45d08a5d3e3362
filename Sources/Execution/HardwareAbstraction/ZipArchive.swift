import FoundryCore
public import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A zip archive opened for reading. Opening reads only its headers; members are extracted one by one, block by block.
///
/// Format: PKWARE APPNOTE.TXT, the part Python wheels use: stored and deflated members. Every other archive is refused.
public final class ZipArchive: Sendable {
    /// All members, in the order of the archive's directory.
    public let members: [ZipMember]

    private let file: FileDescriptor
    private let dataOffsets: [String: Int64]
    private let greatestMember: Int64

    private static let headerSize = 30

    /// Opens an archive and checks all of its headers. It blocks the calling thread.
    /// - Parameters:
    ///   - url: The archive.
    ///   - greatestMember: The size of a member, in bytes, above which it is not extracted.
    /// - Throws: ``FoundryError`` `corrupt` where the archive is damaged or dangerous (names that lead out of a folder,
    ///   members that overlap or are there twice), `unsupported` for zip64, encryption, links and other compressions,
    ///   `notFound` and `io` where the file cannot be read.
    public init(contentsOf url: URL, greatestMember: Int64 = 1 << 30) throws {
        file = try FileDescriptor.open(reading: url)
        self.greatestMember = greatestMember
        let directory = try ZipDirectory(of: file)
        members = directory.members
        var offsets: [String: Int64] = [:]
        var free: Int64 = 0
        for member in members.sorted(by: { $0.headerOffset < $1.headerOffset }) {
            let data = try Self.dataOffset(of: member, in: file, before: directory.offset)
            guard member.headerOffset >= free else {
                throw FoundryError(
                    .corrupt, "The zip archive \(file.path) is damaged: \(member.name) overlaps another member. Get it again.")
            }
            free = data + member.compressedSize
            offsets[member.name] = data
        }
        dataOffsets = offsets
    }

    /// Finds a member by its whole name.
    public func member(named name: String) -> ZipMember? { members.first { $0.name == name } }

    /// Reads a member's local header, which must agree with the directory.
    private static func dataOffset(of member: ZipMember, in file: FileDescriptor, before limit: Int64) throws -> Int64 {
        let damaged = FoundryError(
            .corrupt,
            "The zip archive \(file.path) is damaged: the header of \(member.name) is not where or what its directory says. Get it again.")
        guard member.headerOffset + Int64(headerSize) <= limit else { throw damaged }
        let fields = ZipFields(try file.bytes(at: member.headerOffset, count: headerSize))
        let nameLength = Int(fields.uint16(26))
        let nameEnd = member.headerOffset + Int64(headerSize + nameLength)
        let data = nameEnd + Int64(fields.uint16(28))
        guard fields.uint32(0) == 0x0403_4b50, fields.uint16(6) == member.flags, fields.uint16(8) == member.method.rawValue,
            data + member.compressedSize <= limit,
            try file.bytes(at: member.headerOffset + Int64(headerSize), count: nameLength) == Array(member.name.utf8)
        else { throw damaged }
        // With flag 3 checksum and sizes follow the data and the header has none.
        if member.flags & 8 == 0 {
            guard fields.uint32(14) == member.crc, Int64(fields.uint32(18)) == member.compressedSize,
                Int64(fields.uint32(22)) == member.size
            else { throw damaged }
        }
        return data
    }

    /// Writes a member's bytes to an open file; on an error part of them may have been written. It blocks the calling thread.
    /// - Parameters:
    ///   - member: One of ``members``.
    ///   - descriptor: A file open for writing.
    /// - Throws: ``FoundryError`` `corrupt` where the bytes do not inflate to the declared size and checksum, `unsupported`
    ///   where the member is greater than this archive's limit, `io` where reading or writing fails.
    public func extract(_ member: ZipMember, to descriptor: Int32) throws {
        try extract(member, to: descriptor, path: "descriptor \(descriptor)", cancellation: Cancellation())
    }

    /// Writes a member to a new file and flushes it to the disk; on an error no file remains. It blocks the calling thread.
    /// - Parameters:
    ///   - member: One of ``members``.
    ///   - url: The file, which must not exist, in a folder that does.
    ///   - mode: The file's permission bits.
    /// - Throws: As the other form.
    public func extract(_ member: ZipMember, to url: URL, mode: mode_t = 0o644) throws {
        try extract(member, to: url, mode: mode, cancellation: Cancellation())
    }

    func extract(_ member: ZipMember, to url: URL, mode: mode_t = 0o644, cancellation: Cancellation) throws {
        let output = try FileDescriptor.create(url, mode: mode)
        do {
            try extract(member, to: output.number, path: output.path, cancellation: cancellation)
            try output.synchronize()
        } catch {
            unlink(url.path)
            throw error
        }
    }

    private func extract(_ member: ZipMember, to descriptor: Int32, path: String, cancellation: Cancellation) throws {
        guard let offset = dataOffsets[member.name], members.contains(member), !member.isDirectory else {
            throw FoundryError(.invalidArgument, "\(member.name) is no file in the zip archive \(file.path).")
        }
        guard member.size <= greatestMember else {
            throw FoundryError(.unsupported, "\(member.name) in \(file.path) has \(member.size) bytes; the limit is \(greatestMember).")
        }
        try ZipExtraction(member: member, file: file, offset: offset, cancellation: cancellation).run { block in
            try FileDescriptor.write(block, to: descriptor, path: path)
        }
    }
}
