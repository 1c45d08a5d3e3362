import Foundation
import ServiceHost
import Testing

@testable import FoundryCommands

/// Sentences that SDKs and scripts search for addresses.
@Suite struct ServiceTextTests {
    private let service: ServiceDescription

    init() throws { service = try CommandFixture().service.description }

    @Test func theOlderGenerationsSentences() {
        #expect(ServiceText.started(service) == "🟢 Service is Started on http://127.0.0.1:64646/, PID 17000!")
        #expect(ServiceText.alreadyRunning(service) == "🟢 Service is already running on http://127.0.0.1:64646/.")
        #expect(ServiceText.status(service).hasPrefix("🟢 Model management service is running on http://127.0.0.1:64646/openai/status\n"))
        #expect(
            ServiceText.notRunning == """
                🔴 Model management service is not running!
                To start the service, run the following command: foundry service start
                """)
    }

    /// The searches of the SDKs for Python, JavaScript, Rust, and C#.
    @Test func theSearchesOfItsSDKsFindTheAddress() throws {
        let text = ServiceText.status(service) + "\n"
        let first = try #require(text.firstMatch(of: #/http:\/\/(?:[a-zA-Z0-9.-]+|\d{1,3}(\.\d{1,3}){3}):\d+/#))
        #expect(first.0 == "http://127.0.0.1:64646")
        let second = try #require(text.firstMatch(of: #/is running on (http:\/\/.*)\s+/#))
        #expect(second.1.hasPrefix("http://127.0.0.1:64646/openai/status"))
        #expect(ServiceText.notRunning.firstMatch(of: #/http:\/\//#) == nil)
    }

    @Test func loadedModelsAreThoseOfTheOlderGenerationToTheByte() {
        #expect(
            ServiceText.loaded([("phi-3.5-mini", "Phi-3.5-mini-instruct-generic-cpu:2")]) == """
                Models running in service:
                    Alias                          Model ID
                🟢  phi-3.5-mini                   Phi-3.5-mini-instruct-generic-cpu:2
                """)
        #expect(ServiceText.loaded([]) == "No models are currently loaded in the service")
    }

    @Test func theNewerGenerationsSentences() {
        #expect(ServerText.ready(service) == "● success: Server ready (http://127.0.0.1:64646)")
        let text = ServerText.status(service, now: service.startedAt.addingTimeInterval(48 * 60 + 44))
        #expect(
            text.hasPrefix(
                """
                State    Ready
                PID      17000
                Started  2001-01-01 00:00:00Z
                Uptime   48m 44s
                Web URLs http://127.0.0.1:64646
                Logs     /
                """))
        #expect(ServerText.status(nil, now: .now).hasPrefix("State Stopped\n"))
    }

    @Test(arguments: [
        (0.0, "0s"), (59.9, "59s"), (60, "1m 0s"), (2924, "48m 44s"), (3661, "1h 1m 1s"), (90061, "1d 1h 1m 1s"), (-5, "0s"),
        (.infinity, "11574074d 1h 46m 40s"),
    ])
    func spans(_ seconds: TimeInterval, _ text: String) { #expect(ServerText.uptime(seconds) == text) }
}
