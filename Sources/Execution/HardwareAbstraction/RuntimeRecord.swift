import FoundryCore
public import Foundation

/// What `runtime.json` in an installed runtime's folder tells about it.
public struct RuntimeRecord: Sendable, Equatable, Codable {
    /// One file of the runtime.
    public struct File: Sendable, Equatable, Codable {
        /// The file's name in the runtime's folder.
        public let name: String
        /// What the file is for.
        public let role: RuntimeManifest.Role
        /// The file's size in bytes.
        public let size: Int64
        /// The file's SHA-256 digest, 64 lower-case hexadecimal digits.
        public let sha256: String
    }

    /// The version of this format.
    public let formatVersion: Int
    /// The runtime's name, which is also its folder's.
    public let id: String
    /// The platform the files are for.
    public let platform: Platform
    /// The version of ONNX Runtime.
    public let onnxRuntimeVersion: String
    /// The version of ONNX Runtime GenAI.
    public let genAIVersion: String
    /// When the runtime was installed.
    public let installed: Date
    /// The files, sorted by name.
    public let files: [File]

    /// The file's name in a runtime's folder.
    public static let fileName = "runtime.json"

    private static let knownFormat = 1
    private static let greatestSize: Int64 = 1 << 20

    init(manifest: RuntimeManifest, installed: Date) {
        formatVersion = Self.knownFormat
        id = manifest.id
        platform = manifest.platform
        onnxRuntimeVersion = manifest.onnxRuntimeVersion
        genAIVersion = manifest.genAIVersion
        self.installed = installed
        files = Self.files(of: manifest)
    }

    static func files(of manifest: RuntimeManifest) -> [File] {
        manifest.members.map { File(name: $0.fileName, role: $0.role, size: $0.size, sha256: $0.sha256) }.sorted { $0.name < $1.name }
    }

    /// Reads `runtime.json` of a folder.
    /// - Throws: ``FoundryError`` `notFound` where there is none, `corrupt` where it is damaged, `unsupported` where its
    ///   format is newer, `io` where it cannot be read.
    static func read(in folder: URL) throws -> RuntimeRecord {
        let url = folder.appending(path: fileName)
        let file = try FileDescriptor.open(reading: url, followsLinks: false)
        guard file.size <= greatestSize else { throw FoundryError(.corrupt, "\(url.path) is damaged: it has \(file.size) bytes.") }
        let data = Data(try file.bytes(at: 0, count: Int(file.size)))
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        struct Format: Decodable { let formatVersion: Int }
        if let format = try? decoder.decode(Format.self, from: data).formatVersion, format > knownFormat {
            throw FoundryError(.unsupported, "\(url.path) has format \(format), made by a newer version; this one knows \(knownFormat).")
        }
        guard let record = try? decoder.decode(RuntimeRecord.self, from: data), record.isSound else {
            throw FoundryError(.corrupt, "\(url.path) is damaged.")
        }
        return record
    }

    /// Writes `runtime.json` into a folder.
    func write(in folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        try AtomicFile.write(encoder.encode(self), to: folder.appending(path: Self.fileName), mode: 0o644)
    }

    /// The one file of a role that occurs once.
    func file(_ role: RuntimeManifest.Role) -> File? {
        let found = files.filter { $0.role == role }
        return found.count == 1 ? found.first : nil
    }

    private var isSound: Bool {
        formatVersion == Self.knownFormat && RuntimeManifest.isValidID(id) && Set(files.map(\.name)).count == files.count
            && file(.onnxRuntime) != nil && file(.genAI) != nil
            && files.allSatisfy { FileName.isPlain($0.name) && $0.name != Self.fileName && $0.size >= 0 && $0.sha256.utf8.count == 64 }
    }
}
