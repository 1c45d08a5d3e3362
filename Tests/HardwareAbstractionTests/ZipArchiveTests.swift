import FoundryCore
import FoundryTestSupport
import Foundation
import HardwareAbstraction
import Testing

@Suite struct ZipArchiveTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    /// "the quick brown fox " twenty times, as a raw deflate stream.
    static let text = Data(String(repeating: "the quick brown fox ", count: 20).utf8)
    static let deflatedText = Data([
        0x2b, 0xc9, 0x48, 0x55, 0x28, 0x2c, 0xcd, 0x4c, 0xce, 0x56, 0x48, 0x2a, 0xca, 0x2f, 0xcf, 0x53, 0x48, 0xcb, 0xaf, 0x50, 0x28, 0x19,
        0x15, 0x1b, 0x30, 0x31, 0x00,
    ])

    private func open(_ data: Data) throws -> ZipArchive {
        let url = folder.url.appending(path: "archive.zip")
        try data.write(to: url)
        return try ZipArchive(contentsOf: url)
    }

    private func extract(_ name: String, from archive: ZipArchive) throws -> Data {
        let url = folder.url.appending(path: "extracted")
        try archive.extract(try #require(archive.member(named: name)), to: url)
        return try Data(contentsOf: url)
    }

    private func refusal(_ body: () throws -> Void) -> FoundryError? {
        do { try body() } catch { return error as? FoundryError }
        return nil
    }

    @Test func listsMembersInOrder() throws {
        let archive = try open(ZipBuilder([.init("b.txt", Data("b".utf8)), .init("a/", Data()), .init("a/ü.txt", Data())]).build())
        #expect(archive.members.map(\.name) == ["b.txt", "a/", "a/ü.txt"])
        #expect(archive.members.map(\.isDirectory) == [false, true, false])
        #expect(archive.members.map(\.size) == [1, 0, 0])
    }

    @Test func extractsStoredMember() throws {
        // More than a block, so that several reads are needed.
        let content = Data((0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        #expect(try extract("x", from: open(ZipBuilder([.init("x", content)]).build())) == content)
    }

    @Test func extractsDeflatedMember() throws {
        let archive = try open(ZipBuilder([.init("t", deflated: Self.deflatedText, original: Self.text)]).build())
        #expect(try extract("t", from: archive) == Self.text)
    }

    @Test func extractsMemberWhoseSizesFollowItsData() throws {
        var zip = ZipBuilder([.init("t", Data("sized later".utf8))])
        zip.entries[0].flags = 8
        #expect(try extract("t", from: open(zip.build())) == Data("sized later".utf8))
    }

    @Test func readsArchiveWithComment() throws {
        var zip = ZipBuilder([.init("t", Data("x".utf8))])
        // An end record in the comment must not be taken for the real one.
        zip.comment = ZipBuilder([]).build() + Data("comment".utf8)
        #expect(try open(zip.build()).members.map(\.name) == ["t"])
    }

    @Test func readsEmptyArchive() throws { #expect(try open(ZipBuilder([]).build()).members.isEmpty) }

    @Test(arguments: HostileZip.names + HostileZip.structures + HostileZip.members)
    func refuses(_ hostile: HostileZip) throws {
        let error = try #require(refusal { _ = try open(hostile.data) })
        #expect(error.code == hostile.code)
        #expect(error.message.contains(hostile.words))
        #expect(error.message.contains(folder.url.path))
    }

    /// A member whose headers are sound and whose bytes are not what they say.
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let words: String
        let cause: @Sendable (inout ZipBuilder.Entry) -> Void
    }

    @Test(arguments: [
        Damage(testDescription: "wrong checksum", words: "checksum") { $0.crc ^= 1 },
        Damage(testDescription: "inflates to more than declared", words: "greater than") { $0.uncompressedSize -= 1 },
        Damage(testDescription: "inflates to less than declared", words: "instead of") { $0.uncompressedSize += 1 },
        Damage(testDescription: "goes on after its end", words: "after its end") {
            $0.content.append(0)
            $0.compressedSize += 1
        },
        Damage(testDescription: "cut off", words: "cut off") {
            $0.content.removeLast(3)
            $0.compressedSize -= 3
        },
        Damage(testDescription: "no deflate stream", words: "does not inflate") {
            $0.content = Data(repeating: 0xff, count: $0.content.count)
        },
    ])
    func failsToExtract(_ damage: Damage) throws {
        var zip = ZipBuilder([.init("t", deflated: Self.deflatedText, original: Self.text)])
        damage.cause(&zip.entries[0])
        let archive = try open(zip.build())
        let error = try #require(refusal { _ = try extract("t", from: archive) })
        #expect(error.code == .corrupt)
        #expect(error.message.contains(damage.words))
        #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "extracted").path), "a damaged file remained")
    }

    @Test func refusesMemberAboveLimit() throws {
        let url = folder.url.appending(path: "archive.zip")
        try ZipBuilder([.init("t", Data(count: 101))]).build().write(to: url)
        let archive = try ZipArchive(contentsOf: url, greatestMember: 100)
        #expect(refusal { _ = try extract("t", from: archive) }?.code == .unsupported)
    }

    @Test func doesNotReplaceFiles() throws {
        let archive = try open(ZipBuilder([.init("t", Data("new".utf8))]).build())
        let url = folder.url.appending(path: "extracted")
        try Data("old".utf8).write(to: url)
        #expect(refusal { _ = try extract("t", from: archive) }?.code == .io)
        #expect(try Data(contentsOf: url) == Data("old".utf8))
    }

    @Test func refusesMemberOfAnotherArchive() throws {
        let member = try #require(try open(ZipBuilder([.init("t", Data("longer".utf8))]).build()).member(named: "t"))
        let archive = try open(ZipBuilder([.init("t", Data("x".utf8))]).build())
        #expect(refusal { try archive.extract(member, to: folder.url.appending(path: "y")) }?.code == .invalidArgument)
    }

    @Test func refusesWhatIsNoFile() {
        #expect(refusal { _ = try ZipArchive(contentsOf: folder.url) }?.code == .corrupt)
        #expect(refusal { _ = try ZipArchive(contentsOf: folder.url.appending(path: "none")) }?.code == .notFound)
    }

    /// Every byte of an archive flipped: it is refused or read, and never more than refused.
    @Test func survivesAnyDamagedByte() throws {
        let whole = ZipBuilder([.init("a", Data("stored".utf8)), .init("t", deflated: Self.deflatedText, original: Self.text)]).build()
        for index in whole.indices {
            for value in [0x00, 0xff, whole[index] ^ 1] as [UInt8] {
                var damaged = whole
                damaged[index] = value
                do {
                    let archive = try open(damaged)
                    for member in archive.members where !member.isDirectory {
                        let url = folder.url.appending(path: "part")
                        try? FileManager.default.removeItem(at: url)
                        try archive.extract(member, to: url)
                        #expect(try Data(contentsOf: url).count == Int(member.size))
                    }
                } catch { #expect(error is FoundryError) }
            }
        }
    }
}
