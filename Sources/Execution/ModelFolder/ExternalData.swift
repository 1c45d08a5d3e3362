import Foundation
import FoundryCore

/// Checks that the files a graph keeps its weights in are there, inside the model folder and long enough. It reads none of them.
struct ExternalData {
    /// The model folder.
    let folder: URL
    /// The graph's file in it.
    let graphFile: String

    /// Checks every tensor.
    /// - Returns: One message for each file that is wrong, named by its file.
    func problems(_ tensors: [OnnxGraphSummary.ExternalTensor]) -> [FoundryError] {
        Dictionary(grouping: tensors, by: \.location).sorted { $0.key < $1.key }.compactMap { location, tensors in
            do {
                try check(location, tensors)
                return nil
            } catch {
                return FoundryError.wrapping(error)
            }
        }
    }

    private func check(_ location: String, _ tensors: [OnnxGraphSummary.ExternalTensor]) throws {
        let graphURL = folder.appending(path: graphFile)
        guard ModelPath.isPlain(location) else {
            throw FoundryError(
                .corrupt,
                "\(RegularFile.label(graphURL)): it keeps weights in \"\(location.prefix(120))\", which is no plain path inside the model "
                    + "folder. Do not use this model, or export it again."
            )
        }
        let url = graphURL.deletingLastPathComponent().appending(path: location)
        let label = RegularFile.label(url)
        guard let size = try ModelPath.size(of: url) else {
            throw FoundryError(.corrupt, "\(label): the file is missing, and \(graphFile) keeps its weights in it. Fetch the model again.")
        }
        guard try ModelPath.isInside(url, folder: folder) else {
            throw FoundryError(.corrupt, "\(label): it is a link out of the model folder. Put the real file in its place.")
        }
        for tensor in tensors { try check(tensor, size: size, label: label) }
    }

    private func check(_ tensor: OnnxGraphSummary.ExternalTensor, size: Int64, label: String) throws {
        let name = "\"\(tensor.name.prefix(120))\""
        let expected = tensor.elementType.byteCount(dimensions: tensor.dimensions)
        if let expected, let length = tensor.length, expected != length {
            throw FoundryError(
                .corrupt,
                "\(RegularFile.label(folder.appending(path: graphFile))): the tensor \(name) needs \(expected) bytes, but has \(length) in "
                    + "\(tensor.location). Fetch the model again."
            )
        }
        let (end, overflow) = tensor.offset.addingReportingOverflow(tensor.length ?? expected ?? 0)
        guard !overflow, end <= size else {
            throw FoundryError(
                .corrupt,
                "\(label): it has \(size) bytes, but the tensor \(name) of \(graphFile) ends at \(overflow ? "no possible place" : "byte \(end)"). "
                    + "The file is cut off; fetch it again."
            )
        }
    }
}
