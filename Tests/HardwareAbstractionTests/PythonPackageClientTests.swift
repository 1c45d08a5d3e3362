import FoundryCore
import FoundryTestSupport
import Foundation
import Testing

@testable import HardwareAbstraction

@Suite struct PythonPackageClientTests {
    private let tools: FakeTools
    private let folder: TemporaryDirectory
    private let wheel = RuntimeManifest.Wheel(
        package: "some-package", version: "1.2", platformTag: "some_tag", fileName: "some_package-1.2.whl", size: 1, sha256: "", members: []
    )

    init() throws {
        tools = try FakeTools()
        folder = try TemporaryDirectory()
    }

    private func download(environment: [String: String] = [:], timeout: Duration = .seconds(120)) async throws {
        let client = PythonPackageClient(environment: try tools.environment(environment), timeout: timeout)
        let (wheel, url) = (wheel, folder.url)
        try await DedicatedThread.runCancellable(named: "test") { try client.download([wheel], into: url, $0) }
    }

    /// Answers the first question, whether there is pip.
    private static let probe = "case \"$*\" in *--version*) exit 0;; esac\n"

    @Test func asksForExactlyOneWheel() async throws {
        try tools.add("python3", Self.probe + "echo \"$@\" > asked; : > some_package-1.2.whl")
        try await download()
        let asked = try String(contentsOf: folder.url.appending(path: "asked"), encoding: .utf8)
        #expect(
            asked == """
                -m pip download --no-deps --only-binary=:all: --disable-pip-version-check --no-input --progress-bar off \
                --implementation cp --abi cp312 --python-version 3.12 --platform some_tag -d \(folder.url.path) some-package==1.2

                """)
    }

    @Test func runsInTheFolderSoThatNothingElseIsImported() async throws {
        try tools.add("python3", Self.probe + "pwd -P > ran; : > some_package-1.2.whl")
        try await download()
        let ran = try String(contentsOf: folder.url.appending(path: "ran"), encoding: .utf8)
        #expect(URL(filePath: ran.trimmingCharacters(in: .newlines)).standardizedFileURL.path == folder.url.standardizedFileURL.path)
    }

    @Test func passesTheEnvironmentOn() async throws {
        try tools.add("python3", Self.probe + "[ \"$PIP_INDEX_URL\" = https://mirror.test/simple ] && : > some_package-1.2.whl")
        try await download(environment: ["PIP_INDEX_URL": "https://mirror.test/simple"])
    }

    @Test(arguments: [
        (["python3": 0, "pip": 0], "python3", ["-m", "pip"]), (["python3": 1, "python": 0], "python", ["-m", "pip"]),
        (["python3": 1, "python": 1, "pip3": 0], "pip3", []), (["pip": 0], "pip", []),
    ])
    func findsPip(statuses: [String: Int], name: String, arguments: [String]) throws {
        for (name, status) in statuses { try tools.add(name, "exit \(status)") }
        let client = PythonPackageClient(environment: try tools.environment())
        let found = try client.findPip(in: folder.url, Cancellation())
        #expect(found == .init(executable: tools.folder.url.appending(path: name), arguments: arguments))
    }

    @Test func ignoresRelativePartsOfThePath() throws {
        try tools.add("python3", "exit 0")
        let depth = URL(filePath: FileManager.default.currentDirectoryPath).resolvingSymlinksInPath().pathComponents.count - 1
        let relative = String(repeating: "../", count: depth) + tools.folder.url.path.dropFirst()
        try #require(FileManager.default.fileExists(atPath: relative + "/python3"))
        let client = PythonPackageClient(environment: ["PATH": ".::\(relative)"])
        #expect(try client.findPip(in: tools.folder.url, Cancellation()) == nil)
    }

    @Test func namesBothWaysOutWithoutPip() async throws {
        let error = try #require(await failure { try await download() })
        #expect(error.code == .runtimeMissing)
        for words in ["apt-get install python3-pip", "python3 -m ensurepip", "foundry runtime install --from", wheel.fileName] {
            #expect(error.message.contains(words))
        }
    }

    @Test func repeatsWhatPipSaysWhenItFails() async throws {
        try tools.add("python3", Self.probe + "echo out; echo 'ERROR: No matching distribution' >&2; exit 7")
        let error = try #require(await failure { try await download() })
        #expect(error.code == .unreachable)
        for words in ["some-package==1.2", "status 7", "out | ERROR: No matching distribution", "--from"] {
            #expect(error.message.contains(words))
        }
    }

    @Test func failsWherePipLeavesNoWheel() async throws {
        try tools.add("python3", Self.probe + "echo Saved something else")
        let error = try #require(await failure { try await download() })
        #expect(error.code == .unreachable)
        #expect(error.message.contains(wheel.fileName) && error.message.contains("Saved something else"))
    }

    @Test func stopsAtItsDeadline() async throws {
        try tools.add("python3", Self.probe + "exec sleep 1000")
        #expect(await failure { try await download(timeout: .milliseconds(10)) }?.code == .timeout)
    }

    @Test func killsACommandThatIgnoresTheInterrupt() throws {
        try tools.add("stubborn", "trap '' INT; sleep 1000; exit 0")
        let command = CommandRun(
            executable: tools.folder.url.appending(path: "stubborn"), arguments: [], environment: try tools.environment(),
            folder: folder.url, timeout: .milliseconds(10), grace: .milliseconds(10))
        #expect(try command.run(Cancellation()).end == .timedOut)
    }

    @Test func stopsWhenCancelled() async throws {
        try tools.add("python3", Self.probe + ": > started; exec sleep 1000")
        let client = PythonPackageClient(environment: try tools.environment())
        let (wheel, url) = (wheel, folder.url)
        let task = Task { try await DedicatedThread.runCancellable(named: "test") { try client.download([wheel], into: url, $0) } }
        while !FileManager.default.fileExists(atPath: url.appending(path: "started").path) { await Task.yield() }
        task.cancel()
        #expect(await failure { try await task.value }?.code == .cancelled)
    }

    @Test func keepsTheEndOfLongOutput() throws {
        try tools.add(
            "noisy", "i=0; while [ $i -lt 3000 ]; do echo 0123456789012345678901234567890123456789; i=$((i+1)); done; echo the end")
        let command = CommandRun(
            executable: tools.folder.url.appending(path: "noisy"), arguments: [], environment: [:], folder: folder.url,
            timeout: .seconds(120))
        let (end, output) = try command.run(Cancellation())
        #expect(end == .exited(0))
        #expect(output.hasSuffix("the end\n") && output.utf8.count <= 32 << 10)
    }
}
