import Foundation
import FoundryCore

/// Writes a zip file whose files are stored as they are, not compressed.
///
/// Format: PKWARE APPNOTE 6.3, sections 4.3.7 (local header), 4.3.12 (central directory) and 4.3.16 (its end); names in UTF-8.
struct ZipWriter {
    private var data = Data()
    private var directory = Data()
    private var count: UInt16 = 0

    /// Adds a file.
    /// - Parameters:
    ///   - name: Its name in the archive.
    ///   - data: Its content.
    ///   - modified: When it was changed.
    /// - Throws: `FoundryError` `invalidArgument` where the archive would be larger than the plain format allows.
    mutating func add(_ name: String, data content: Data, modified: Date) throws {
        let name = Data(name.utf8)
        guard data.count + content.count + name.count < 1 << 31, name.count <= 0xFFFF, count < .max else {
            throw FoundryError(.invalidArgument, "The files are too large for one zip file. Collect them by hand.")
        }
        let offset = UInt32(data.count)
        var header = Data()
        header.append(version: 20, flags: 0x0800, method: 0)
        header.append(Self.time(modified))
        header.append(Self.checksum(content))
        header.append(UInt32(content.count))
        header.append(UInt32(content.count))
        header.append(UInt16(name.count))
        header.append(UInt16(0))
        data.append(UInt32(0x0403_4B50))
        data.append(header + name + content)
        directory.append(UInt32(0x0201_4B50))
        directory.append(UInt16(20))
        directory.append(header)
        directory.append(Data(repeating: 0, count: 10))
        directory.append(offset)
        directory.append(name)
        count += 1
    }

    /// The whole archive.
    func finished() -> Data {
        var result = data + directory
        result.append(UInt32(0x0605_4B50))
        result.append(UInt32(0))
        result.append(count)
        result.append(count)
        result.append(UInt32(directory.count))
        result.append(UInt32(data.count))
        result.append(UInt16(0))
        return result
    }

    /// CRC-32 as zip files have it (polynomial 0xEDB88320, reflected).
    static func checksum(_ data: Data) -> UInt32 {
        ~data.reduce(~UInt32(0)) { crc, byte in table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ (crc >> 8) }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    /// Seconds halved in the low word, the day in the high one (MS-DOS).
    private static func time(_ date: Date) -> UInt32 {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        let year = UInt32(min(max((parts.year ?? 1980) - 1980, 0), 127))
        let day = year << 9 | UInt32(parts.month ?? 1) << 5 | UInt32(parts.day ?? 1)
        return day << 16 | UInt32(parts.hour ?? 0) << 11 | UInt32(parts.minute ?? 0) << 5 | UInt32(parts.second ?? 0) / 2
    }
}

extension Data {
    fileprivate mutating func append(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    fileprivate mutating func append(version: UInt16, flags: UInt16, method: UInt16) {
        append(version)
        append(flags)
        append(method)
    }
}
