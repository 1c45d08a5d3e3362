import ArgumentParser

/// `foundry completion`: what a shell needs to complete this program's commands.
struct CompletionScript: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion", abstract: "Print the completion script of a shell",
        discussion: "For bash: source <(foundry completion bash)")

    /// The shells that are known.
    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish
    }

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    func run(in context: CommandContext) async throws {
        let kind: CompletionShell =
            switch shell {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        try context.output.line(FoundryCommand.completionScript(for: kind))
    }
}
