import FoundryCore

/// A member of a zip archive, as its central directory tells; the fields are checked against each other and the file.
public struct ZipMember: Sendable, Equatable {
    /// The name: relative, parts separated by `/`, none of them empty, `.` or `..`; a folder's ends in `/`.
    public let name: String
    /// The size once extracted, in bytes, as declared; extraction fails where it is not true.
    public let size: Int64
    /// Whether the member is a folder.
    public var isDirectory: Bool { name.hasSuffix("/") }

    /// How the bytes stand in the archive.
    enum Method: UInt16, Sendable {
        case stored = 0
        case deflated = 8
    }

    let method: Method
    let flags: UInt16
    let crc: UInt32
    /// The size in the archive, in bytes.
    let compressedSize: Int64
    /// Where the local header begins.
    let headerOffset: Int64

    /// A deflate stream cannot grow by more; what declares more is damaged or a bomb.
    static let greatestExpansion: Int64 = 1032

    /// Checks a name that comes from an archive.
    /// - Returns: The name, or nil where it is not UTF-8 or could lead out of a folder on any system.
    static func safeName(_ bytes: some Collection<UInt8>) -> String? {
        guard let name = String(validating: bytes, as: UTF8.self), !name.isEmpty, name.utf8.count <= 1024 else { return nil }
        guard name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f && $0 != "\\" }) else { return nil }
        var parts = name.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count > 1, parts.last == "" { parts.removeLast() }
        guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else { return nil }
        // "C:" is a drive to some systems.
        guard let first = parts.first, first.dropFirst().first != ":" else { return nil }
        return name
    }
}
