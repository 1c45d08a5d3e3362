import Foundation
import FoundryCore
import Inference

@testable import EngineProcess

/// Processes of `/bin/sh` in the engine's place, so that starting, dying and ending are tried with real ones.
enum ShellEngine {
    /// A configuration whose program runs a script.
    static func configuration(
        _ script: String, executable: String = "/bin/sh", startupTimeout: Duration = .seconds(30),
        shutdownGrace: Duration = .milliseconds(300)
    ) -> EngineProcessConfiguration {
        EngineProcessConfiguration(
            name: "phi:1", executable: URL(filePath: executable), arguments: ["-c", script], environment: ["PATH": "/usr/bin:/bin"],
            load: .example, startupTimeout: startupTimeout, shutdownGrace: shutdownGrace)
    }

    /// A script that reads hello and load, greets, says that the model is ready, waits for the first byte of a request, and goes on.
    static func ready(then rest: String, waitsForRequest: Bool = true) throws -> String {
        let facts = FakeEngine().facts
        let frames = try FrameEncoder().encode(.greeting) + FrameEncoder().encode(.json(.ready, facts))
        let sent = try FrameEncoder().encode(.greeting) + FrameEncoder().encode(.json(.load, EngineLoadRequest.example))
        let octal = frames.map { "\\" + String($0 / 64) + String($0 / 8 % 8) + String($0 % 8) }.joined()
        let read = { (count: Int) in "dd bs=1 count=\(count) <&3 >/dev/null 2>&1;" }
        return "\(read(sent.count)) printf '\(octal)' >&3; \(waitsForRequest ? read(1) : "") \(rest)"
    }
}
