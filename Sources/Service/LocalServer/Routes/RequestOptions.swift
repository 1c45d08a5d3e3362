import Foundation
import FoundryCore
import Hummingbird

extension ServiceContext {
    /// A part of the path, percent-decoded.
    /// - Throws: ``FoundryError`` `invalidArgument` where it cannot be decoded.
    func pathPart(_ name: String) throws -> String {
        guard let text = parameters.get(name)?.removingPercentEncoding, !text.isEmpty else {
            throw FoundryError(.invalidArgument, "The path's last part is not a model's name.", parameter: name)
        }
        return text
    }
}

extension Request {
    /// A query parameter that is `true`, `false`, `1` or `0`, in capitals too, as the SDKs send it; false where it is missing.
    func flag(_ name: String) throws -> Bool {
        switch uri.queryParameters[name[...]]?.lowercased() {
        case nil, "false", "0": return false
        case "true", "1": return true
        case .some(let text):
            throw FoundryError(.invalidArgument, "\(name) is \"\(text.prefix(40))\"; it must be true or false.", parameter: name)
        }
    }

    /// A query parameter in whole seconds, nil where it is missing.
    func seconds(_ name: String) throws -> Duration? {
        guard let text = uri.queryParameters[name[...]] else { return nil }
        // A hundred years, so that no sum of times overflows.
        guard let seconds = Int64(text), (0...3_153_600_000).contains(seconds) else {
            throw FoundryError(.invalidArgument, "\(name) is \"\(text.prefix(40))\"; it must be a number of seconds.", parameter: name)
        }
        return .seconds(seconds)
    }

    /// Names of query parameters that are not among those a route knows.
    func unknownQueryParameters(known: Set<String>) -> [String] {
        uri.queryParameters.map { String($0.key) }.filter { !known.contains($0) }.sorted()
    }
}
