import Crypto
public import Foundation

/// The SHA-256 digest and the size of a file.
public struct FileDigest: Sendable, Equatable {
    /// The digest as 64 lower-case hexadecimal digits.
    public let sha256: String
    /// The number of bytes digested.
    public let size: Int64

    /// Reads a file block by block. It blocks the calling thread.
    /// - Parameters:
    ///   - url: A regular file.
    ///   - followsLinks: Whether the last part of the path may be a symbolic link.
    /// - Throws: ``FoundryError`` `notFound`, `io`, or `corrupt` where it is no regular file.
    public init(of url: URL, followsLinks: Bool = true) throws {
        try self.init(of: url, followsLinks: followsLinks, cancellation: Cancellation())
    }

    init(of url: URL, followsLinks: Bool, cancellation: Cancellation) throws {
        let file = try FileDescriptor.open(reading: url, followsLinks: followsLinks)
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { block.deallocate() }
        var hash = SHA256()
        var offset: Int64 = 0
        while true {
            try cancellation.check()
            let count = try file.read(into: block, at: offset)
            hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: block[..<count]))
            offset += Int64(count)
            if count < block.count { break }
        }
        sha256 = Self.hexadecimal(hash.finalize())
        size = offset
    }

    /// The SHA-256 digest of bytes in memory, as ``sha256`` writes it.
    static func sha256(of data: Data) -> String { hexadecimal(SHA256.hash(data: data)) }

    private static func hexadecimal(_ digest: SHA256Digest) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
