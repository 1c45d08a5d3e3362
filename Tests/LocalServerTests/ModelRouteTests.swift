import APIContracts
import Foundation
import FoundryCore
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ModelCache
import ModelManager
import NIOCore
import Testing

struct ModelRouteTests {
    let fixture: ServiceFixture

    init() throws { fixture = try ServiceFixture() }

    private func get(_ path: String) async throws -> TestResponse { try await fixture.send(.get, path) }

    private func loaded() async throws -> [String] { try await get("/openai/loadedmodels").decoded() }

    @Test func theListHasEveryModelOfTheCache() async throws {
        let list: ModelList = try await get("/v1/models").decoded()
        #expect(list.object == "list")
        #expect(list.data.map(\.id) == [ServiceFixture.other, ServiceFixture.tiny])
        #expect(list.data.map(\.parent) == ["other", "tiny"])
        #expect(list.data.map(\.ownedBy) == ["system", "Microsoft"])
        #expect(list.data.allSatisfy { $0.object == "model" && $0.created > 0 && !$0.vision && !$0.toolCalling })
    }

    @Test(arguments: [
        "/v1/models/tiny-generic-cpu:1", "/v1/models/tiny-generic-cpu%3A1", "/v1/models/tiny", "//v1//models//tiny", "/v1/models/tiny/",
    ])
    func aModelIsFoundByItsName(_ path: String) async throws {
        #expect(try await get(path).decoded(ModelDescription.self).id == ServiceFixture.tiny)
    }

    @Test(arguments: [
        "/v1/models/nobody", "/openai/load/nobody", "/models/load/nobody", "/models/unload/nobody", "/v1/models/..%2F..%2Fetc",
        "/v1/models/%00",
    ])
    func aModelThatIsNotThereIs404(_ path: String) async throws {
        let response = try await get(path)
        #expect(response.status == .notFound)
        #expect(try response.error().code == "model_not_found")
    }

    @Test func aPathThatCannotBeDecodedIs400() async throws {
        #expect(try await get("/v1/models/%ZZ").status == .badRequest)
    }

    @Test func cachedModelsAreAnArrayOfIDs() async throws {
        #expect(try await get("/openai/models").decoded([String].self) == [ServiceFixture.other, ServiceFixture.tiny])
    }

    @Test func loadingInTheWordsOf08() async throws {
        let response = try await get("/openai/load/tiny-generic-cpu%3A1?ttl=600&ep=cpu")
        #expect(response.status == .ok)
        #expect(response.text.isEmpty)
        #expect(response.headers[HTTPField.Name("x-foundry-ignored-parameters")!] == "ep")
        #expect(try await loaded() == [ServiceFixture.tiny])
    }

    @Test func aModelStaysUntilItsTimeHasPassed() async throws {
        _ = try await get("/openai/load/tiny?ttl=600")
        #expect(try await get("/openai/unload/tiny?force=False").status == .ok)
        #expect(try await loaded() == [ServiceFixture.tiny])
        #expect(try await get("/openai/unload/tiny?force=True").status == .ok)
        #expect(try await loaded() == [])
    }

    @Test func loadingMayUnloadTheOthers() async throws {
        _ = try await get("/openai/load/tiny?ttl=600")
        _ = try await get("/openai/load/other?unload=true")
        #expect(try await loaded() == [ServiceFixture.other])
    }

    @Test func allCanBeUnloaded() async throws {
        _ = try await get("/openai/load/tiny")
        _ = try await get("/openai/load/other")
        #expect(try await loaded() == [ServiceFixture.other, ServiceFixture.tiny])
        #expect(try await get("/openai/unloadall").status == .ok)
        #expect(try await loaded() == [])
    }

    @Test(arguments: [
        ("/openai/load/tiny?ttl=-1", "ttl"), ("/openai/load/tiny?ttl=soon", "ttl"), ("/openai/load/tiny?ttl=99999999999999999999", "ttl"),
        ("/openai/load/tiny?unload=perhaps", "unload"), ("/openai/unload/tiny?force=maybe", "force"),
    ])
    func wrongQueriesAreNamed(_ path: String, _ parameter: String) async throws {
        let response = try await get(path)
        #expect(response.status == .badRequest)
        #expect(try response.error().param == parameter)
        #expect(try await loaded() == [])
    }

    @Test func loadingInTheWordsOf2() async throws {
        #expect(try await get("/models/unload/tiny").text == #"{"status":"not_loaded"}"#)
        #expect(try await get("/models/load/tiny").text == #"{"status":"loaded"}"#)
        #expect(try await get("/models/load/tiny").text == #"{"status":"already_loaded"}"#)
        #expect(try await get("/models/loaded").text == "[\"\(ServiceFixture.tiny)\"]")
        #expect(try await get("/models/unload/TINY").text == #"{"status":"unloaded"}"#)
        #expect(try await get("/models/loaded").text == "[]")
    }

    @Test func loadedModelsAreDescribed() async throws {
        _ = try await get("/openai/load/tiny?ttl=600")
        let models: [LoadedModelDescription] = try await get("/foundry/loaded").decoded()
        let model = try #require(models.first)
        #expect(models.count == 1)
        #expect(model.id == ServiceFixture.tiny && model.alias == "tiny" && model.processId == 4242 && model.modelType == "llama")
        #expect(model.contextLength == 64 && model.runtime == "fake 1" && model.loadSeconds == 0.25)
        #expect(try #require(model.expiresAt) > .now)
        #expect(model.counters == .init(active: 1, queued: 0, completed: 2, cancelled: 0, promptTokens: 30, completionTokens: 40))
    }
}
