import FoundryCore
import Foundation
import Testing

@Suite("The product's folders")
struct FoundryDirectoriesTests {
    @Test("lie below the user's home")
    func home() throws {
        let directories = try FoundryDirectories(environment: ["HOME": "/users/ann"])
        #expect(directories.home.path == "/users/ann/.foundry")
        #expect(directories.models.path == "/users/ann/.foundry/cache/models")
    }

    @Test("lie in FOUNDRY_HOME where it is set", arguments: ["/srv/foundry", "/srv/foundry/", "/srv/x/../foundry", "//srv//foundry"])
    func foundryHome(_ path: String) throws {
        let directories = try FoundryDirectories(environment: ["HOME": "/users/ann", "FOUNDRY_HOME": path])
        #expect(directories.home.path == "/srv/foundry")
    }

    @Test("do not depend on the folder a program runs in", arguments: ["relative", "./x", "../x", "~", "~/x", " /x"])
    func relative(_ path: String) {
        let error = #expect(throws: FoundryError.self) { try FoundryDirectories(environment: ["FOUNDRY_HOME": path]) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains(path) == true)
    }

    @Test("lie below the home where FOUNDRY_HOME is empty")
    func empty() throws {
        #expect(try FoundryDirectories(environment: ["HOME": "/users/ann", "FOUNDRY_HOME": ""]).home.path == "/users/ann/.foundry")
    }

    @Test("lie below the account's home where HOME says nothing", arguments: [[:], ["HOME": ""]])
    func noHome(_ environment: [String: String]) throws {
        let expected = FileManager.default.homeDirectoryForCurrentUser.appending(path: ".foundry").standardizedFileURL.path
        #expect(try FoundryDirectories(environment: environment).home.path == expected)
    }

    @Test("let the models lie elsewhere")
    func models() {
        let directories = FoundryDirectories(home: URL(filePath: "/h"), models: URL(filePath: "/big/disk/"))
        #expect(directories.models.path == "/big/disk")
        #expect(directories.localModelsFile.path == "/big/disk/foundry.local.modelinfo.json")
        #expect(directories.runtimes.path == "/h/runtimes")
    }

    @Test("have one place for each thing")
    func places() {
        let directories = FoundryDirectories(home: URL(filePath: "/h"))
        #expect(directories.configurationFile.path == "/h/config.json")
        #expect(directories.run.path == "/h/run")
        #expect(directories.serviceLock.path == "/h/run/service.lock")
        #expect(directories.serviceFile.path == "/h/run/service.json")
        #expect(directories.serviceSocket.path == "/h/run/foundry.sock")
        #expect(directories.serviceLog.path == "/h/logs/service.log")
    }
}
