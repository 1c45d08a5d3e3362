public import FoundryCore

/// How names of models, aliases and folders belong together.
public enum ModelName {
    /// What a name ends with where a model is made for one kind of device (Foundry Local's model ids).
    private static let deviceSuffixes = [
        "-generic-cpu", "-generic-gpu", "-cuda-gpu", "-openvino-npu", "-openvino-gpu", "-openvino-cpu", "-qnn-npu", "-trtrtx-gpu",
        "-vitis-npu",
        "-webgpu-gpu",
    ]

    /// A name's alias: the name without the suffix of a device.
    /// - Parameter name: A model's name.
    public static func alias(of name: String) -> String {
        let lowered = name.lowercased()
        guard let suffix = deviceSuffixes.first(where: { lowered.hasSuffix($0) && lowered.count > $0.count }) else { return name }
        return String(name.dropLast(suffix.count))
    }

    /// Makes a text a valid name: what is not allowed becomes `-`, and what may not stand first goes.
    /// - Parameter text: Such as a folder's name.
    /// - Returns: The name; `model` where nothing is left.
    public static func valid(from text: String) -> String {
        let allowed = text.unicodeScalars.prefix(512).map { scalar -> Character in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || "._-".unicodeScalars.contains(scalar))
                ? Character(scalar) : "-"
        }
        let name = String(String(allowed.drop { "._-".contains($0) }).prefix(128))
        return name.isEmpty ? "model" : name
    }

    /// The id that a folder of the model cache stands for: `name-5` is `name:5`, any other name has version 0.
    /// - Parameter folder: The folder's name.
    /// - Throws: ``FoundryError`` `invalidArgument` where no name can be made of it.
    public static func id(ofFolder folder: String) throws -> ModelID {
        if let dash = folder.lastIndex(of: "-"), dash != folder.startIndex {
            let digits = folder[folder.index(after: dash)...]
            if (1...9).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let version = Int(digits) {
                return try ModelID(name: valid(from: String(folder[..<dash])), version: version)
            }
        }
        return try ModelID(name: valid(from: folder), version: 0)
    }

    /// What ids and aliases are compared by: letters' case does not count.
    static func key(_ id: ModelID) -> String { id.description.lowercased() }
}
