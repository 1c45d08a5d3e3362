/// Where a model's chat template lies.
public enum ChatTemplateSource: Sendable, Hashable {
    /// The model brings none.
    case none
    /// `chat_template` in `tokenizer_config.json`.
    case tokenizerConfig
    /// A file of its own in the model folder, by its name; it goes before `tokenizer_config.json`.
    case file(String)
}
