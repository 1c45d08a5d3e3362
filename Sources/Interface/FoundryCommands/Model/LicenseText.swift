import Foundation
import FoundryCore

/// The license that lies in a model's folder.
struct LicenseText {
    let folder: URL

    /// The most bytes that are printed.
    private static let limit = 1 << 20

    /// The text. It blocks on the disk.
    /// - Throws: `FoundryError` `notFound` where the folder has none.
    func text() throws -> String {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let name = names.sorted().first { name in
            let stem = name.lowercased()
            return stem.hasPrefix("license") || stem.hasPrefix("licence") || stem.hasPrefix("copying")
        }
        guard let name else {
            throw FoundryError(.notFound, "There is no license text in \(folder.path). Look for it where the model came from.")
        }
        let file = folder.appending(path: name)
        guard let handle = try? FileHandle(forReadingFrom: file), let data = try? handle.read(upToCount: Self.limit) else {
            throw FoundryError(.io, "Could not read \(file.path).")
        }
        return SafeText.withoutControls(String(decoding: data, as: UTF8.self))
    }
}
