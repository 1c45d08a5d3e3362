import Foundation
import FoundryCore
import ModelCache

/// A model as the lists show it. Everything on this disk runs on the CPU so far.
struct ModelRow: Sendable, Equatable {
    let alias: String
    let device: String
    let provider: String
    let task: String
    let sizeBytes: Int64
    let license: String
    let id: String

    /// The task as Foundry Local 0.7 and later show it.
    var shownTask: String { task == "chat-completion" ? "chat" : task }

    /// The size in gigabytes of 1024³ bytes.
    var shownSize: String { String(format: "%.2f GB", Double(sizeBytes) / Double(1 << 30)) }

    /// The kind of model in the words of Foundry Local 0.10.
    var type: ModelType { ModelType(task: task) }
}

extension ModelRow {
    /// The row of a model.
    init(_ model: CachedModel) {
        alias = model.alias
        device = "CPU"
        provider = "CPUExecutionProvider"
        task = model.task
        sizeBytes = model.sizeBytes
        license = "-"
        id = model.id.description
    }
}

/// A kind of model in the words of Foundry Local 0.10.
enum ModelType: String, Sendable, CaseIterable, Codable {
    case chat = "Chat"
    case embedding = "Embedding"
    case multimodal = "Multimodal"
    case speech = "Speech"

    /// The kind that does a catalog's task.
    init(task: String) {
        self =
            switch task.lowercased() {
            case "embeddings", "embedding", "feature-extraction": .embedding
            case "vision-language-chat", "image-text-to-text": .multimodal
            case "automatic-speech-recognition", "speech": .speech
            default: .chat
            }
    }
}
