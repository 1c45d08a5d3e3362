import Foundation
import FoundryCore
import FoundryTestSupport
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The background process: it needs no runtime and no model.
@Suite(.serialized)
struct ServiceTests {
    @Test func startStatusStop() async throws {
        let home = try FoundryHome()
        let before = try await home.run("service", "status")
        // Programs of old read the text and take any other status than 0 for a failure of the command.
        #expect(before.status == 0)
        #expect(
            before.output == """
                🔴 Model management service is not running!
                To start the service, run the following command: foundry service start

                """)
        let started = try await home.run("service", "start", "--port", "0")
        #expect(started.output.hasPrefix("🟢 Service is Started on http://127.0.0.1:"), "\(started.output)\(started.errors)")
        #expect(started.output.hasSuffix("/, PID \(try home.servicePID())!\n"))
        let again = try await home.run("service", "start")
        #expect(again.output.hasPrefix("🟢 Service is already running on http://127.0.0.1:"))
        let status = try await home.run("service", "status")
        #expect(status.output.hasPrefix("🟢 Model management service is running on http://127.0.0.1:"))
        #expect(status.output.contains("/openai/status\n"))
        #expect(try await home.run("service", "stop").output == "🔴 Service is stopped.\n")
        #expect(try await home.run("service", "status").output == before.output)
        #expect(!FileManager.default.fileExists(atPath: home.directories.serviceFile.path))
    }

    @Test func statusTellsWhereItIs() async throws {
        let home = try FoundryHome()
        let service = try await home.startService()
        let status = try await service.get("/openai/status").json
        #expect(status["modelDirPath"] as? String == home.directories.models.path)
        #expect(status["pipeName"] as? String == home.directories.serviceSocket.path)
        #expect((status["endpoints"] as? [String])?.first == "http://127.0.0.1:\(service.port)")
        #expect(try await service.get("/healthz").status == 200)
        #expect(try await service.get("/readyz").status == 200)
    }

    @Test func killedServiceLeavesNothingInTheWay() async throws {
        let home = try FoundryHome()
        _ = try await home.startService()
        kill(try home.servicePID(), SIGKILL)
        for _ in 0..<200 where FileLock.isHeld(home.directories.serviceLock) { try await Task.sleep(for: .milliseconds(10)) }
        #expect(try await home.run("service", "status").output.hasPrefix("🔴"))
        let service = try await home.startService()
        #expect(try await service.get("/status").status == 200)
    }

    @Test func manyStartsAtOnceGiveOneService() async throws {
        let home = try FoundryHome()
        let results = try await withThrowingTaskGroup(of: FoundryHome.CommandResult.self) { group in
            for _ in 0..<4 { group.addTask { try await home.run("service", "start", "--port", "0") } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.allSatisfy { $0.status == 0 }, "\(results)")
        let port = try home.service().port
        #expect(results.allSatisfy { $0.output.contains(":\(port)/") })
    }

    /// All try the known port at once; whoever comes second takes another, and none hangs with half of its addresses bound.
    @Test func servicesOfManyHomesStartAtOnce() async throws {
        let homes = try (0..<6).map { _ in try FoundryHome() }
        try await withThrowingTaskGroup(of: FoundryHome.CommandResult.self) { group in
            for home in homes { group.addTask { try await home.run("service", "start") } }
            for try await result in group { #expect(result.status == 0, "\(result.errors)") }
        }
        #expect(Set(try homes.map { try $0.service().port }).count == homes.count)
    }

    @Test func takenPortThatWasAskedForIsAnError() async throws {
        let home = try FoundryHome()
        let service = try await home.startService()
        let other = try FoundryHome()
        let result = try await other.run("service", "start", "--port", "\(service.port)")
        #expect(result.status == 1)
        #expect(result.errors.contains("Port \(service.port) is taken"), "\(result.errors)")
    }

    @Test(arguments: [
        "Host: localhost\r\nSec-Fetch-Site: cross-site", "Host: evil.example", "Host: localhost\r\nOrigin: https://evil.example",
        "Host: localhost\r\nOrigin: null",
    ])
    func foreignHostOrOriginIsRefused(headers: String) async throws {
        let home = try FoundryHome()
        let service = try await home.startService()
        let answer = try await service.get("/v1/models", headers: headers.components(separatedBy: "\r\n"))
        #expect(answer.status == 403)
        #expect(answer.error["message"] != nil)
    }

    @Test func listsWithoutModelsAreEmpty() async throws {
        let home = try FoundryHome()
        let service = try await home.startService()
        #expect(try await service.get("/openai/models").text == "[]")
        #expect(try await service.get("/openai/loadedmodels").text == "[]")
        #expect((try await service.get("/v1/models").json["data"] as? [Any])?.isEmpty == true)
        #expect(try await home.run("service", "ps").output == "No models are currently loaded in the service\n")
        #expect(try await home.run("cache", "list").output == "No models cached on device\n")
    }

    @Test func damagedFilesDoNotProtectAServiceFromItsEnd() async throws {
        let home = try FoundryHome()
        _ = try await home.startService()
        try Data("{".utf8).write(to: home.directories.configurationFile)
        #expect(try await home.run("service", "status").output.hasPrefix("🟢"))
        try Data("{".utf8).write(to: home.directories.serviceFile)
        #expect(try await home.run("service", "stop").output == "🔴 Service is stopped.\n")
        #expect(try await home.run("model", "list").status == 5)
    }
}
