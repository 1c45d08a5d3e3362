import ArgumentParser

/// `foundry service`.
struct ServiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service",
        abstract: "Manage the local model inference service",
        subcommands: [
            ServiceStart.self, ServiceStop.self, ServiceRestart.self, ServiceStatusCommand.self, ServiceModels.self, ServiceLogs.self,
            ServiceDiagnosis.self, ServiceSet.self, ServiceRun.self,
        ])
}
