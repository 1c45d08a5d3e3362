/// The body of `GET /v1/models`.
public struct ModelList: Codable, Sendable, Equatable {
    /// Always `list`.
    public var object: String
    /// The models.
    public var data: [ModelDescription]

    /// Makes a list.
    public init(_ data: [ModelDescription]) {
        object = "list"
        self.data = data
    }
}

/// A model as OpenAI's API lists it, with the extras of Foundry Local 0.8 and the `parent` of 0.10.
public struct ModelDescription: Codable, Sendable, Equatable {
    /// The model's id, `name:version`.
    public var id: String
    /// Always `model`.
    public var object: String
    /// When the model's folder last changed, in seconds since 1970.
    public var created: Int64
    /// The publisher, `system` where unknown.
    public var ownedBy: String
    /// The alias the model answers to.
    public var parent: String?
    /// Whether it sees images.
    public var vision: Bool
    /// Whether it can call functions through this service.
    public var toolCalling: Bool
    /// The most tokens a prompt may have, where known.
    public var maxInputTokens: Int?
    /// The most tokens an answer may have, where known. Prompt and answer share the model's context.
    public var maxOutputTokens: Int?

    /// Describes a model.
    public init(
        id: String, created: Int64, ownedBy: String, parent: String? = nil, vision: Bool = false, toolCalling: Bool = false,
        maxInputTokens: Int? = nil, maxOutputTokens: Int? = nil
    ) {
        self.id = id
        object = "model"
        self.created = created
        self.ownedBy = ownedBy
        self.parent = parent
        self.vision = vision
        self.toolCalling = toolCalling
        self.maxInputTokens = maxInputTokens
        self.maxOutputTokens = maxOutputTokens
    }

    private enum CodingKeys: String, CodingKey {
        case id, object, created, parent, vision, toolCalling, maxInputTokens, maxOutputTokens
        case ownedBy = "owned_by"
    }
}
