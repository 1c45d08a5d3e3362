import FoundryCore
import HTTPTypes
import Hummingbird
import ModelCache
import ModelManager

/// Loads and unloads in the words of Foundry Local 0.8: empty answers, `ttl`, `unload` and `force` in the query.
struct OpenAILoadHandler: Sendable {
    let models: ModelManager

    /// `GET /openai/load/{id}?ttl=&unload=`. One SDK says `timeout` for `ttl`.
    func load(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let timeToLive = try request.seconds("ttl") ?? request.seconds("timeout")
        let unloadsOthers = try request.flag("unload")
        let name = try context.pathPart("id")
        if unloadsOthers {
            let wanted = try await CacheReader(cache: models.cache).find(name)
            // Models that are answering somebody stay.
            await models.unloadIdle(except: wanted.id)
        }
        _ = try await models.load(name, timeToLive: timeToLive)
        let ignored = request.unknownQueryParameters(known: ["ttl", "timeout", "unload"])
        return Response(status: .ok, headers: IgnoredParameters.headers(ignored))
    }

    /// `GET /openai/unload/{id}?force=`. It answers 200 also where the model stays, since its time has not passed.
    func unload(_ request: Request, _ context: ServiceContext) async throws -> Response {
        _ = try await models.unload(context.pathPart("id"), force: request.flag("force"))
        return Response(status: .ok, headers: IgnoredParameters.headers(request.unknownQueryParameters(known: ["force"])))
    }

    /// `GET /openai/unloadall`.
    func unloadAll(_ request: Request, _ context: ServiceContext) async throws -> Response {
        await models.unloadAll()
        return Response(status: .ok)
    }
}
