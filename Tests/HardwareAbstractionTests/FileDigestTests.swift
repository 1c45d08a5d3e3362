import FoundryCore
import FoundryTestSupport
import Foundation
import HardwareAbstraction
import Testing

@Suite struct FileDigestTests {
    /// Known answers: FIPS 180-4 examples, and a size that ends on a block's end.
    @Test(arguments: [
        (Data(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (Data("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (Data(repeating: 0x61, count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
        (Data(count: 2 << 20), "5647f05ec18958947d32874eeb788fa396a05d0bab7c1b71f112ceb7e9b31eee"),
    ])
    func digests(_ content: Data, expected: String) throws {
        let folder = try TemporaryDirectory()
        let url = folder.url.appending(path: "file")
        try content.write(to: url)
        let digest = try FileDigest(of: url)
        #expect(digest.sha256 == expected)
        #expect(digest.size == Int64(content.count))
    }

    @Test func refusesLinkWhereNoneIsExpected() throws {
        let folder = try TemporaryDirectory()
        let (file, link) = (folder.url.appending(path: "file"), folder.url.appending(path: "link"))
        try Data().write(to: file)
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
        #expect(throws: FoundryError.self) { try FileDigest(of: link, followsLinks: false) }
        #expect(try FileDigest(of: link) == FileDigest(of: file))
    }

    @Test func refusesPipeWithoutWaitingForAWriter() throws {
        let folder = try TemporaryDirectory()
        let pipe = folder.url.appending(path: "pipe")
        try #require(mkfifo(pipe.path, 0o600) == 0)
        #expect(throws: FoundryError.self) { try FileDigest(of: pipe) }
    }
}
