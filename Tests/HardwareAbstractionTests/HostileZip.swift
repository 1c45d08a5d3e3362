import FoundryCore
import FoundryTestSupport
import Foundation
import Testing

/// An archive that must be refused, and the words the refusal must hold.
struct HostileZip: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: FoundryError.Code
    let words: String
    let data: Data

    private init(_ description: String, _ code: FoundryError.Code, _ words: String, data: Data) {
        (testDescription, self.code, self.words, self.data) = (description, code, words, data)
    }

    private init(_ description: String, _ code: FoundryError.Code, _ words: String, _ change: (inout ZipBuilder) -> Void) {
        var zip = ZipBuilder([.init("first.txt", Data("first".utf8)), .init("second.txt", Data("second".utf8))])
        change(&zip)
        self.init(description, code, words, data: zip.build())
    }

    private static func name(_ bytes: [UInt8], _ description: String) -> HostileZip {
        HostileZip(description, .corrupt, "unsafe") { $0.entries[1].name = bytes }
    }

    private static func name(_ name: String) -> HostileZip { self.name(Array(name.utf8), "name \(name.debugDescription)") }

    /// Names that would lead out of a folder, or that no file can have.
    static let names = [
        name("/etc/passwd"), name("../up.txt"), name("a/../../up.txt"), name("a/./b"), name("a//b"), name("//"), name("."), name(".."),
        name("a\\b"), name("..\\up"), name("C:/x"), name("c:x"), name("a\u{0}b"), name("a\nb"), name("a\u{7f}"), name(""),
        name([0x61, 0xff, 0xfe], "name that is not UTF-8"), name([UInt8](repeating: 0x61, count: 1025), "name of 1025 bytes"),
    ]

    /// Headers that lie about where things are.
    static let structures = [
        HostileZip("empty file", .corrupt, "no zip archive", data: Data()),
        HostileZip("text", .corrupt, "no zip archive", data: Data(repeating: 0x41, count: 70_000)),
        HostileZip("cut off", .corrupt, "no zip archive", data: ZipBuilder([.init("a", Data())]).build().dropLast()),
        HostileZip("more after the end", .corrupt, "no zip archive", data: ZipBuilder([.init("a", Data())]).build() + [0]),
        HostileZip("bytes before the directory", .corrupt, "not where") { $0.declaredDirectoryOffset = 3 },
        HostileZip("bytes after the directory", .corrupt, "not where") { $0.beforeEnd = Data([0, 0]) },
        HostileZip("directory beyond the end", .corrupt, "not where") { $0.declaredDirectoryOffset = 0x7fff_ffff },
        HostileZip("directory size beyond the end", .corrupt, "not where") { $0.declaredDirectorySize = 0xffff_fff0 },
        HostileZip("more members than entries", .corrupt, "member 2") { $0.declaredCount = 3 },
        HostileZip("fewer members than entries", .corrupt, "more than the 1") { $0.declaredCount = 1 },
        HostileZip("zip64 count", .unsupported, "zip64") { $0.declaredCount = 0xffff },
        HostileZip("zip64 offset", .unsupported, "zip64") { $0.declaredDirectoryOffset = 0xffff_ffff },
        HostileZip("zip64 locator", .unsupported, "zip64") { $0.beforeEnd = Data([0x50, 0x4b, 6, 7] + [UInt8](repeating: 0, count: 16)) },
        HostileZip("zip64 size", .unsupported, "zip64") { $0.entries[0].uncompressedSize = 0xffff_ffff },
        HostileZip("another disk", .unsupported, "another disk") { $0.entries[0].disk = 1 },
        HostileZip("header beyond the directory", .corrupt, "header of second.txt") { $0.entries[1].offset = 0x00ff_ffff },
        HostileZip("header at another place", .corrupt, "header of second.txt") { $0.entries[1].offset = 1 },
        HostileZip("header of another name", .corrupt, "header of second.txt") { $0.entries[1].localName = Array("secomd.txt".utf8) },
        HostileZip("header of a longer name", .corrupt, "header of second.txt") { $0.entries[1].localName = Array("second.txt2".utf8) },
        HostileZip("data beyond the directory", .corrupt, "header of second.txt") {
            $0.entries[1].compressedSize = 500
            $0.entries[1].uncompressedSize = 500
        },
    ]

    /// Members that are not what a wheel holds, or that work against each other.
    static let members = [
        HostileZip("encrypted", .unsupported, "encrypts second.txt") { $0.entries[1].flags = 1 },
        HostileZip("strongly encrypted", .unsupported, "encrypts second.txt") { $0.entries[1].flags = 0x40 },
        HostileZip("symbolic link", .unsupported, "link") { $0.entries[1].externalAttributes = 0o120_777 << 16 },
        HostileZip("device", .unsupported, "special") { $0.entries[1].externalAttributes = 0o060_644 << 16 },
        HostileZip("folder that has bytes", .corrupt, "half a folder") { $0.entries[1].name = Array("second/".utf8) },
        HostileZip("folder named as a file", .corrupt, "half a folder") { $0.entries[1].externalAttributes = 0o040_755 << 16 },
        HostileZip("bzip2", .unsupported, "method 12") { $0.entries[1].method = 12 },
        HostileZip("the same name twice", .corrupt, "two members first.txt") { $0.entries[1].name = $0.entries[0].name },
        HostileZip("a file and a folder of one name", .corrupt, "two members first.txt/") {
            $0.entries[1] = .init("first.txt/", Data())
        },
        HostileZip("one header twice", .corrupt, "header of second.txt") { $0.entries[1].offset = 0 },
        HostileZip("overlap", .corrupt, "overlaps") {
            // The first member's data reaches over the second's header.
            $0.entries[0].compressedSize += 10
            $0.entries[0].uncompressedSize += 10
        },
        HostileZip("sizes that contradict each other", .corrupt, "contradict") { $0.entries[1].uncompressedSize += 1 },
        HostileZip("a size no stream inflates to", .corrupt, "can inflate to") {
            $0.entries[1].method = 8
            $0.entries[1].uncompressedSize = 0x7fff_ffff
        },
    ]
}
