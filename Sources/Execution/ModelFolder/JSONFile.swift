import FoundryCore
package import Foundation

/// Reads JSON files that may be broken, large or hostile.
package enum JSONFile {
    /// Checks that a file is JSON, without building its values.
    /// - Parameters:
    ///   - url: The file.
    ///   - limit: The most bytes it may have.
    /// - Throws: ``FoundryError`` `corrupt` naming file, line and column; what ``RegularFile`` throws.
    package static func outline(of url: URL, limit: Int) throws -> JSONScanner.Outline {
        try outline(of: RegularFile.contents(of: url, limit: limit), url: url, maximumDepth: 512)
    }

    /// Reads a file that holds an object.
    /// - Parameters:
    ///   - url: The file.
    ///   - limit: The most bytes it may have.
    /// - Throws: ``FoundryError`` `corrupt` naming file, line and column; what ``RegularFile`` throws.
    package static func object(_ url: URL, limit: Int) throws -> JSONObject {
        let bytes = try RegularFile.contents(of: url, limit: limit)
        // Real files nest less than ten levels; the decoder recurses.
        let outline = try outline(of: bytes, url: url, maximumDepth: 64)
        let label = RegularFile.label(url)
        guard outline.kind == .object else {
            throw FoundryError(.corrupt, "\(label): it holds no JSON object. Replace it with the original file.")
        }
        do {
            return JSONObject(try JSONDecoder().decode([String: JSONValue].self, from: Data(bytes)), path: "", file: label)
        } catch {
            throw FoundryError(.corrupt, "\(label): it holds a number or text that cannot be represented.", cause: error)
        }
    }

    private static func outline(of bytes: [UInt8], url: URL, maximumDepth: Int) throws -> JSONScanner.Outline {
        do {
            return try JSONScanner.outline(of: bytes, maximumDepth: maximumDepth)
        } catch let failure as JSONScanner.Failure {
            throw FoundryError(
                .corrupt,
                "\(RegularFile.label(url)): it is not valid JSON (line \(failure.line), column \(failure.column): \(failure.reason)). "
                    + "Correct it, or fetch the file again."
            )
        }
    }
}
