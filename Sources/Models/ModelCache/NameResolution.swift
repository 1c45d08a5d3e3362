import FoundryCore

/// Finds the model that a person means.
struct NameResolution {
    /// The models there are.
    let models: [CachedModel]

    /// By id, else by name, else by alias.
    func find(_ text: String) -> CachedModel? {
        let wanted = text.lowercased()
        return models.first { ModelName.key($0.id) == wanted }
            ?? best { $0.id.name.lowercased() == wanted }
            ?? best { $0.alias.lowercased() == wanted }
    }

    private func best(_ condition: (CachedModel) -> Bool) -> CachedModel? {
        models.filter(condition).min { one, other in
            one.id.version != other.id.version ? one.id.version > other.id.version : ModelName.key(one.id) < ModelName.key(other.id)
        }
    }

    /// The error for a name nobody has, with up to five names near it.
    func notFound(_ text: String) -> FoundryError {
        // Most slips are in the name, and a version that does not exist says nothing about it.
        let name = text.lowercased().prefix(128).prefix { $0 != ":" }
        let wanted = Array(name)
        let known = Set(models.flatMap { [$0.alias, $0.id.name] })
        let near = known.map { (name: $0, distance: Self.distance(wanted, Array($0.lowercased()))) }
            .filter { $0.distance <= max(2, wanted.count / 3) || !name.isEmpty && $0.name.lowercased().contains(name) }
            .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
            .prefix(5).map(\.name)
        let hint = near.isEmpty ? "" : " Did you mean \(near.joined(separator: ", "))?"
        return FoundryError(
            .notFound,
            "Model \(text.prefix(128)) was not found in the catalog or local cache.\(hint) `foundry model list` shows the models there are."
        )
    }

    /// How many letters are to be put in, taken out or replaced to make one text the other (Levenshtein).
    static func distance(_ one: [Character], _ other: [Character]) -> Int {
        var row = Array(0...other.count)
        for (index, character) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in other.indices {
                let substitution = diagonal + (character == other[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substitution, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[other.count]
    }
}
