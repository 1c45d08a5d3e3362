import HTTPTypes
import ModelCache
import ModelManager

extension RouteTable {
    /// What models there are, and which are loaded: OpenAI's list, and the words of Foundry Local 0.8, of 2, and of this product.
    mutating func addModelRoutes(models: ModelManager) {
        let list = ModelListHandler(cache: CacheReader(cache: models.cache))
        add(.get, "/v1/models") { try await list.list($0, $1) }
        add(.get, "/v1/models/:id") { try await list.model($0, $1) }
        add(.get, "/openai/models") { try await list.identifiers($0, $1) }

        let loading = OpenAILoadHandler(models: models)
        add(.get, "/openai/load/:id") { try await loading.load($0, $1) }
        add(.get, "/openai/unload/:id") { try await loading.unload($0, $1) }
        add(.get, "/openai/unloadall") { try await loading.unloadAll($0, $1) }

        let loaded = LoadedModelsHandler(models: models)
        add(.get, "/openai/loadedmodels") { try await loaded.identifiers($0, $1) }
        add(.get, "/models/loaded") { try await loaded.identifiers($0, $1) }
        add(.get, "/foundry/loaded") { try await loaded.descriptions($0, $1) }

        let words = ModelStatusHandler(models: models)
        add(.get, "/models/load/:id") { try await words.load($0, $1) }
        add(.get, "/models/unload/:id") { try await words.unload($0, $1) }
    }
}
