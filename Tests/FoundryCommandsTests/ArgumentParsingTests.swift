import ArgumentParser
import Testing

@testable import FoundryCommands

/// Every spelling of both generations reaches its command.
@Suite struct ArgumentParsingTests {
    @Test(arguments: [
        ("model list", "ModelList"), ("model ls --filter device=CPU", "ModelList"),
        ("model list --device gpu --type chat --variants -o json", "ModelList"),
        ("model list --cached --loaded", "ModelList"), ("model info m --license", "ModelInfo"), ("model show m -o json", "ModelInfo"),
        ("model add ./x --name y", "ModelAdd"), ("model remove m", "ModelRemove"), ("model rm m --yes", "ModelRemove"),
        ("model load m --ttl 60 --device CPU", "ModelLoad"), ("model unload m --force", "ModelUnload"),
        ("model download m", "ModelDownload"),
        ("model run m --prompt hi --verbose --retain true --ttl 5", "ModelRun"), ("model run", "ModelRun"), ("run m", "ModelRun"),
        ("chat m", "ModelRun"),
        ("run m --temperature 0.5 --top-p 0.9 --top-k 5 --max-tokens 9 --seed 1 --stop a --stop b --system s", "ModelRun"),
        ("complete m hi -o json", "CompleteCommand"), ("transcribe m -f a.wav", "TranscribeCommand"), ("cache list", "CacheList"),
        ("cache ls", "CacheList"),
        ("cache location", "CacheLocation"), ("cache remove m", "CacheRemove"), ("cache rm m -y", "CacheRemove"),
        ("cache cd /x", "CacheMove"),
        ("cache clear --yes", "CacheClear"), ("service start", "ServiceStart"),
        ("service start -p 0 --idle-timeout 5 --log-level warn", "ServiceStart"),
        ("service stop", "ServiceStop"), ("service restart", "ServiceRestart"), ("service status", "ServiceStatusCommand"),
        ("service ps", "ServiceModels"),
        ("service list", "ServiceModels"), ("service logs -f --lines 3", "ServiceLogs"), ("service diag", "ServiceDiagnosis"),
        ("service set --port 1 --cachedir x --ttl 5 --default-log-level 2 --show", "ServiceSet"), ("service run", "ServiceRun"),
        ("service run --port 0 --idle-timeout-seconds 30 --log-level warning", "ServiceRun"), ("server start -p 1", "ServerStart"),
        ("server stop", "ServerStop"), ("server restart", "ServerRestart"), ("server status -o json", "ServerStatusCommand"),
        ("server logs", "ServiceLogs"),
        ("config", "ConfigCommand"), ("config -o json", "ConfigCommand"), ("config set -f port 1", "ConfigSet"),
        ("config reset port", "ConfigReset"),
        ("status -o json", "StatusCommand"), ("report", "ReportCommand"), ("zip-logs --output a.zip", "ZipLogs"),
        ("completion zsh", "CompletionScript"),
        ("runtime install --from d --force", "RuntimeInstall"), ("runtime list", "RuntimeList"), ("runtime verify", "RuntimeVerify"),
        ("runtime remove --yes", "RuntimeRemove"), ("engine", "EngineCommand"), ("--license", "LicenseCommand"), ("", "FoundryCommand"),
    ])
    func spelling(_ line: String, _ type: String) throws {
        let command = try FoundryCommand.parseAsRoot(ArgumentSpelling.normalized(line.split(separator: " ").map(String.init)))
        #expect("\(Swift.type(of: command))" == type)
    }

    @Test(arguments: [
        "modle", "model lst", "model list --filter colour=red", "model list --filter device", "model list --device tpu",
        "model list -o yaml", "model info",
        "model load m --ttl -1", "model run m --temperature 3", "model run m --top-p x", "model run m --max-tokens 0",
        "model run m --retain maybe",
        "service start --port 70000", "service start --idle-timeout -1", "service start --log-level loud", "complete m", "completion tcsh",
        "config set port",
    ])
    func wrongArgumentsEndWithTheStatusForUsage(_ line: String) {
        let error = #expect(throws: (any Error).self) {
            _ = try FoundryCommand.parseAsRoot(ArgumentSpelling.normalized(line.split(separator: " ").map(String.init)))
        }
        #expect(error.map { FoundryCommand.exitCode(for: $0).rawValue } == ExitStatus.usage.rawValue)
    }

    @Test(arguments: [
        (["run", "m", "--retain", "true"], ["run", "m", "--retain"]), (["run", "--retain", "FALSE", "m"], ["run", "m"]),
        (["--retain=true", "m"], ["--retain", "m"]), (["--verbose=false"], []), (["--retain", "m"], ["--retain", "m"]),
        (["--retain=maybe"], ["--retain=maybe"]), (["--prompt", "true"], ["--prompt", "true"]),
        (["--", "--retain", "true"], ["--", "--retain", "true"]),
    ])
    func switchesOfTheOlderGenerationMayHaveAValue(_ arguments: [String], _ expected: [String]) {
        #expect(ArgumentSpelling.normalized(arguments) == expected)
    }

    @Test func helpGroupsTheCommandsAndHidesTheEngine() {
        let help = FoundryCommand.helpMessage()
        #expect(help.contains("Foundry Local CLI: Run AI models on your device."))
        for group in ["MODEL", "RUN", "SERVER", "SETUP", "HELP"] { #expect(help.contains("\(group) SUBCOMMANDS:")) }
        #expect(!help.contains("engine "))
    }

    @Test func theVersionIsBare() {
        let error = #expect(throws: (any Error).self) { _ = try FoundryCommand.parseAsRoot(["--version"]) }
        #expect(error.map { FoundryCommand.message(for: $0) } == "0.1.0")
    }
}
