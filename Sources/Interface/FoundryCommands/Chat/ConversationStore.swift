import Foundation
import FoundryCore

/// Saved conversations, one JSON file each.
struct ConversationStore: Sendable {
    /// What a file holds.
    private struct Document: Codable {
        var formatVersion = 1
        var session: ChatSession
    }

    /// The largest file that is read, in bytes.
    private static let limit = 64 << 20

    let folder: URL

    init(directories: FoundryDirectories) { folder = directories.home.appending(path: "conversations") }

    /// Writes a conversation, over one of the same name.
    /// - Throws: `FoundryError` `invalidArgument` for the name, `io`.
    func save(_ session: ChatSession, as name: String) throws {
        let file = try file(name)
        try AtomicFile.createDirectory(folder, mode: 0o700)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write(encoder.encode(Document(session: session)), to: file)
    }

    /// Reads a conversation; nil where there is none of that name.
    /// - Throws: `FoundryError` `invalidArgument` for the name, `corrupt` naming the file.
    func load(_ name: String) throws -> ChatSession? {
        let file = try file(name)
        guard let values = try? file.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey]) else { return nil }
        guard values.isRegularFile == true, let size = values.fileSize, size <= Self.limit else {
            throw FoundryError(.corrupt, "\(file.path) is no file of a conversation. Move it away.")
        }
        guard let data = try? Data(contentsOf: file) else { throw FoundryError(.io, "Could not read \(file.path).") }
        guard let document = try? JSONDecoder().decode(Document.self, from: data), document.formatVersion == 1 else {
            throw FoundryError(.corrupt, "\(file.path) is damaged, or of a newer version. Move it away, or save the conversation again.")
        }
        return document.session
    }

    private func file(_ name: String) throws -> URL {
        guard ModelID.isValidName(name) else {
            throw FoundryError(
                .invalidArgument,
                "\"\(name.prefix(80))\" is no name for a conversation: use letters, digits, '.', '_' and '-', beginning with a letter or digit."
            )
        }
        return folder.appending(path: name + ".json")
    }
}
