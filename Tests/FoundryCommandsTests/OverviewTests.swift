import Foundation
import FoundryCore
import Testing

@testable import FoundryCommands

/// The state of everything.
@Suite struct OverviewTests {
    @Test func statusNamesEveryPart() async throws {
        let fixture = try CommandFixture()
        try fixture.addModel("tiny-1", name: "tiny:1")
        fixture.service.set(loaded: ["tiny:1"])
        try await fixture.run("status")
        for line in [
            "Version   \(FoundryVersion.current)\n", "Server    Ready (http://127.0.0.1:64646)\n", "Runtime   missing\n",
            "Loaded    tiny:1\n",
        ] {
            #expect(fixture.output.contains(line))
        }
        #expect(fixture.output.contains("⚠️ "))
    }

    @Test func statusAsJSONIsOneValue() async throws {
        let fixture = try CommandFixture(isRunning: false)
        try await fixture.run("status", "-o", "json")
        guard case .object(let object) = try JSONDecoder().decode(JSONValue.self, from: Data(fixture.output.utf8)) else {
            throw CancellationError()
        }
        #expect(Set(object.keys).isSuperset(of: ["version", "server", "runtime", "models", "loaded", "warnings", "modelDirectory"]))
    }

    @Test func theReportHasItsSections() async throws {
        let fixture = try CommandFixture(isRunning: false)
        try await fixture.run("report")
        let sections = fixture.output.split(separator: "\n").filter { $0.hasPrefix("## ") }
        #expect(sections == ["## System", "## Service", "## Models", "## Warnings"])
        #expect(fixture.output.contains("- State: Stopped\n"))
    }

    @Test func aRuntimeThatIsNotInstalledIsMissing() async throws {
        let fixture = try CommandFixture()
        let error = await #expect(throws: FoundryError.self) { try await fixture.run("runtime", "verify") }
        #expect(error?.code == .runtimeMissing)
        let removal = await #expect(throws: FoundryError.self) { try await fixture.run("runtime", "remove", "--yes") }
        #expect(removal?.code == .notFound)
    }
}
