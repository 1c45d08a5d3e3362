import Foundation
import FoundryCore

/// Reads the graphs of a model folder and compares them with its configuration.
struct GraphCheck {
    /// The model folder.
    let folder: URL
    /// Its configuration.
    let configuration: GenAIConfiguration

    private var configurationLabel: String { RegularFile.label(folder.appending(path: GenAIConfiguration.filename)) }

    /// Reads all graphs.
    /// - Parameter problems: Takes what is wrong with them and with the files of their weights.
    /// - Returns: The graphs by their file.
    func read(_ problems: inout [FoundryError]) -> [String: OnnxGraphSummary] {
        var graphs: [String: OnnxGraphSummary] = [:]
        for file in Set(configuration.decoder.graphFiles + configuration.companionGraphs).sorted() {
            do {
                guard ModelPath.isPlain(file) else {
                    throw FoundryError(
                        .corrupt,
                        "\(configurationLabel): it names the graph \"\(file.prefix(120))\", which is no plain path inside the model folder. "
                            + "Do not use this model, or correct the path."
                    )
                }
                let url = folder.appending(path: file)
                guard try ModelPath.size(of: url) != nil else {
                    throw FoundryError(
                        .corrupt,
                        "\(RegularFile.label(url)): the file is missing, and \(GenAIConfiguration.filename) names it. Fetch the model again."
                    )
                }
                if url.pathExtension.lowercased() == "ort" { continue }
                let graph = try OnnxGraphSummary(contentsOf: url)
                graphs[file] = graph
                problems += ExternalData(folder: folder, graphFile: file).problems(graph.externalTensors)
            } catch {
                problems.append(FoundryError.wrapping(error))
            }
        }
        return graphs
    }

    /// Finds where graphs and configuration contradict each other.
    func contradictions(_ graphs: [String: OnnxGraphSummary]) -> [FoundryError] {
        let decoder = configuration.decoder.graphFiles.compactMap { file in graphs[file].map { (file, $0) } }
        guard decoder.count == configuration.decoder.graphFiles.count else { return [] }
        return [layers(decoder), vocabulary(decoder)].compactMap { $0 }
    }

    private func layers(_ graphs: [(file: String, graph: OnnxGraphSummary)]) -> FoundryError? {
        let indices = Set(
            graphs.flatMap { $0.graph.inputs }.compactMap { Self.index(of: $0.name, in: configuration.decoder.pastKeyPattern) })
        // A graph without such inputs keeps its keys and values to itself, or is told of by other roles.
        guard let last = indices.max() else { return nil }
        let layers = configuration.decoder.layers
        let fits = keepsFewerKeys(graphs.map(\.graph)) ? last < layers : indices.count == layers && last < layers
        guard !fits else { return nil }
        return FoundryError(
            .corrupt,
            "\(configurationLabel): model.decoder.num_hidden_layers is \(layers), but \(graphs.map(\.file).joined(separator: ", ")) has past keys "
                + "for \(indices.count) layers\(last + 1 == indices.count ? "" : ", the last of them \(last)"). Correct the number, or fetch the model again."
        )
    }

    /// Whether some layers have no keys and values of their own: layers with another state, or layers that share.
    private func keepsFewerKeys(_ graphs: [OnnxGraphSummary]) -> Bool {
        if configuration.decoder.hasMixedState || configuration.type.hasPrefix("gemma4") || configuration.type.hasPrefix("gemma3n") {
            return true
        }
        return graphs.contains { graph in
            graph.inputs.contains {
                $0.name.hasPrefix("past") && ($0.name.contains("conv") || $0.name.contains("recurrent") || $0.name.contains("ssm"))
            }
        }
    }

    private func vocabulary(_ graphs: [(file: String, graph: OnnxGraphSummary)]) -> FoundryError? {
        guard let expected = configuration.vocabularySize else { return nil }
        for (file, graph) in graphs {
            guard let logits = graph.outputs.first(where: { $0.name == configuration.decoder.logitsName }),
                case .fixed(let size)? = logits.dimensions?.last, size != Int64(expected)
            else { continue }
            return FoundryError(
                .corrupt,
                "\(configurationLabel): model.vocab_size is \(expected), but the logits of \(file) have \(size) entries. "
                    + "Correct the number, or fetch the model again."
            )
        }
        return nil
    }

    /// The number in the place of `%d`; nil where the name does not follow the pattern.
    static func index(of name: String, in pattern: String) -> Int? {
        guard let range = pattern.firstRange(of: "%d") else { return nil }
        let (prefix, suffix) = (pattern[..<range.lowerBound], pattern[range.upperBound...])
        guard name.count > prefix.count + suffix.count, name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
        let digits = name.dropFirst(prefix.count).dropLast(suffix.count)
        guard digits.utf8.count <= 6, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(digits)
    }
}
