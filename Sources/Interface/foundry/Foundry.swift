import FoundryCommands

/// The program `foundry`.
@main
enum Foundry {
    static func main() { FoundryProgram.main() }
}
