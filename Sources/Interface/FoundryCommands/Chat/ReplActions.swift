import APIContracts
import FoundryCore
import ModelCache

/// What the chat's orders do.
extension ChatRepl {
    /// Carries out an order other than leaving.
    mutating func perform(_ command: ReplCommand) async throws {
        switch command {
        case .help: try context.output.line(ReplText.help)
        case .clear:
            session.clear()
            try context.output.line("Cleared the conversation.")
        case .setSystem(let text):
            session.system = text.isEmpty ? nil : text
            try context.output.line(text.isEmpty ? "Removed the system message." : "Set system message.")
        case .setParameter(let name, let values):
            try session.parameters.set(name, to: values)
            try context.output.line("Set parameter '\(name)' to \(values.map { "'\($0)'" }.joined(separator: ", "))")
        case .setVerbose(let flag):
            isVerbose = flag
            try context.output.line(flag ? "Set 'verbose' mode." : "Set 'quiet' mode.")
        case .show(let topic): try await show(topic)
        case .stats: try context.output.write(last?.text ?? "There was no answer yet.\n")
        case .save(let name):
            try ConversationStore(directories: context.directories).save(session, as: name)
            try context.output.line("Saved the conversation as '\(name)'.")
        case .load(let name): try await load(name)
        case .usage(let text): try context.output.line("Usage: \(text)")
        case .unknown(let word): try context.output.line(SafeText.withoutControls(ReplText.unknown(word)))
        case .exit: break
        }
    }

    private func show(_ topic: ReplCommand.Topic) async throws {
        switch topic {
        case .system: try context.output.line(SafeText.withoutControls(session.system ?? "There is no system message."))
        case .parameters:
            let shown = session.parameters.shown
            try context.output.write(shown.isEmpty ? "No parameters are set; the model's own hold.\n" : NamedLines(shown).text)
        case .info:
            var lines = [("Model", session.model), ("Turns", String(session.turns.count))]
            if let model = try await client.loadedModels().first(where: { $0.id == session.model }) {
                lines += [
                    ("Alias", model.alias), ("Architecture", model.modelType), ("Context", "\(model.contextLength) tokens"),
                    ("Engine", model.runtime),
                    ("Process", String(model.processId)),
                ]
            } else {
                lines.append(("State", "not loaded; the next message loads it"))
            }
            try context.output.write(NamedLines(lines).text)
        }
    }

    /// A saved conversation of that name, else the model of that name.
    private mutating func load(_ name: String) async throws {
        if let saved = ModelID.isValidName(name) ? try ConversationStore(directories: context.directories).load(name) : nil {
            let model = session.model
            session = saved
            session.model = model
            return try context.output.line(
                "Loaded the conversation '\(name)' with \(saved.turns.count) turn\(saved.turns.count == 1 ? "" : "s").")
        }
        let launch = ModelLaunch(context: context, announcements: context.output)
        let model: CachedModel
        do { model = try await launch.find(name) } catch let error as FoundryError where error.code == .notFound {
            throw FoundryError(.notFound, "There is no conversation '\(name)'. \(error.message)")
        }
        load = try await launch.load(model, client: client, timeToLive: nil, unloadsOthers: false, isVerbose: isVerbose)
        session.model = model.id.description
        session.clear()
    }
}
