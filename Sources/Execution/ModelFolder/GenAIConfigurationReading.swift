import FoundryCore

/// Far beyond any model, and far below what overflows when two are multiplied.
private enum Limit {
    static let length = 0...1_000_000_000
    static let layers = 0...100_000
    static let size = 0...100_000_000
    static let token = Int(Int32.min)...Int(Int32.max)
}

extension GenAIConfiguration {
    /// Takes the configuration from a file's root object.
    /// - Throws: ``FoundryError`` `corrupt` naming the key that is wrong.
    init(_ root: JSONObject) throws {
        guard let model = try root.object("model") else { throw root.missing("model") }
        guard let type = try model.string("type") else { throw model.missing("type") }
        guard !type.isEmpty else {
            throw FoundryError(.corrupt, "\(root.file): model.type is empty; it must name the architecture, such as \"llama\".")
        }
        guard let decoder = try model.object("decoder") else { throw model.missing("decoder") }
        self.type = type
        self.decoder = try Decoder(decoder)
        search = try Search(root.object("search") ?? JSONObject([:], path: "search", file: root.file))
        // GenAI reads 0 as not set, for both.
        let length = try model.integer("context_length", in: Limit.length).flatMap { $0 == 0 ? nil : $0 }
        contextLength = length ?? search.maximumLength
        vocabularySize = try model.integer("vocab_size", in: Limit.size).flatMap { $0 == 0 ? nil : $0 }
        endTokenIDs = try model.integers("eos_token_id", in: Limit.token) ?? []
        beginTokenID = try model.integer("bos_token_id", in: Limit.token)
        padTokenID = try model.integer("pad_token_id", in: Limit.token)
        var companions: Set<String> = []
        for section in ["encoder", "embedding", "vision", "speech", "joiner"] {
            guard let part = try model.object(section) else { continue }
            if let filename = try part.string("filename"), !filename.isEmpty { companions.insert(filename) }
            companions.formUnion(try Self.pipelineFiles(part))
        }
        companionGraphs = companions.sorted()
    }

    /// The files of `pipeline`: an array of objects, each with stages by name.
    fileprivate static func pipelineFiles(_ part: JSONObject) throws -> [String] {
        try (part.array("pipeline") ?? []).enumerated().flatMap { index, value in
            let path = "\(part.name("pipeline"))[\(index)]"
            guard case .object(let stages) = value else { throw part.wrongType("pipeline[\(index)]", value, "an object") }
            let container = JSONObject(stages, path: path, file: part.file)
            return try stages.keys.sorted().map { name in
                guard let stage = try container.object(name) else { throw container.missing(name) }
                guard let filename = try stage.string("filename"), !filename.isEmpty else { throw stage.missing("filename") }
                return filename
            }
        }
    }
}

extension GenAIConfiguration.Decoder {
    fileprivate init(_ object: JSONObject) throws {
        pipeline = try GenAIConfiguration.pipelineFiles(object)
        filename = try object.string("filename").flatMap { $0.isEmpty ? nil : $0 }
        guard filename != nil || !pipeline.isEmpty else { throw object.missing("filename") }
        layers = try object.integer("num_hidden_layers", in: Limit.layers) ?? 0
        attentionHeads = try object.integer("num_attention_heads", in: Limit.size)
        keyValueHeads = try object.integer("num_key_value_heads", in: Limit.size)
        headSize = try object.integer("head_size", in: Limit.size)
        hiddenSize = try object.integer("hidden_size", in: Limit.size)
        inputs = try Self.names(object.object("inputs"))
        outputs = try Self.names(object.object("outputs"))
        let layerTypes = try object.array("layer_types") ?? []
        let stateGroups = try object.array("state_groups") ?? []
        hasMixedState =
            !layerTypes.isEmpty || !stateGroups.isEmpty || inputs.keys.contains { $0.contains("conv") || $0.contains("recurrent") }
    }

    private static func names(_ object: JSONObject?) throws -> [String: String] {
        guard let object else { return [:] }
        var names: [String: String] = [:]
        for key in object.members.keys.sorted() { names[key] = try object.string(key) }
        return names
    }
}

extension GenAIConfiguration.Search {
    fileprivate init(_ object: JSONObject) throws {
        maximumLength = try object.integer("max_length", in: Limit.length).flatMap { $0 == 0 ? nil : $0 }
        samples = try object.bool("do_sample")
        temperature = try object.number("temperature")
        topK = try object.integer("top_k", in: Limit.token)
        topP = try object.number("top_p")
        repetitionPenalty = try object.number("repetition_penalty")
        sharesPastBuffer = try object.bool("past_present_share_buffer")
    }
}
