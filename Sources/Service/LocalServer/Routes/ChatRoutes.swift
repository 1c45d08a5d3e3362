import HTTPTypes
import ModelManager

extension RouteTable {
    /// OpenAI's chat completions, and 0.8's token count of the same body.
    mutating func addChatRoutes(models: ModelManager) {
        let completions = ChatCompletionsHandler(models: models)
        add(.post, "/v1/chat/completions") { try await completions.complete($0, $1) }
        add(.post, "/v1/chat/completions/tokenizer/encode/count") { try await completions.count($0, $1) }
    }
}
