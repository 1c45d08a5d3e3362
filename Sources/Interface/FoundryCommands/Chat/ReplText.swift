/// What the chat says.
enum ReplText {
    /// The greeting of Foundry Local 0.8.
    static let banner = """
        Interactive Chat. Enter /? or /help for help.
        Press Ctrl+C to cancel generation. Type /exit to leave the chat.

        Interactive mode, please enter your prompt
        """
    static let prompt = "> "
    static let placeholder = "Send a message (/? for help)"
    static let interruptHint = "Use Ctrl + d or /exit to exit."
    static let thinking = "🧠 Thinking..."
    static let answer = "🤖 "

    static let help = """
        Available commands:
          /help, /?                      Show this help
          /system TEXT                   Tell the model what to be
          /clear                         Forget the conversation
          /set parameter NAME VALUE      Set one of \(ChatParameters.names.dropLast(3).joined(separator: ", ")),
                                         \(ChatParameters.names.suffix(3).joined(separator: ", "))
          /set system TEXT               The same as /system
          /set verbose, /set quiet       Show or hide the numbers after each answer
          /show [info|system|parameters] Show the model, the system text or the parameters
          /stats                         Show the numbers of the last answer
          /save NAME, /load NAME         Save and load conversations; /load also takes a model's name
          /exit, /bye, /quit             Leave the chat

        Use \"\"\" to begin and end a message of several lines.
        Ctrl + c stops an answer, Ctrl + d leaves the chat.
        """

    /// For an order nobody knows.
    static func unknown(_ word: String) -> String { "Unknown command '\(word)'. Type /? for help" }
}
