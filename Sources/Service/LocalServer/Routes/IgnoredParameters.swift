import HTTPTypes

/// The response header that names the parameters a request gave and the service did not use: nothing is ignored unseen.
enum IgnoredParameters {
    /// `x-foundry-ignored-parameters`.
    static let headerName = "x-foundry-ignored-parameters"

    /// The header, or no header where there is nothing to name.
    /// - Parameter names: Names as the client wrote them, which may be any text.
    static func headers(_ names: [String]) -> HTTPFields {
        var headers = HTTPFields()
        guard !names.isEmpty, let name = HTTPField.Name(headerName) else { return headers }
        let shown = names.prefix(32).map(plain).joined(separator: ", ")
        headers[name] = names.count > 32 ? shown + ", and \(names.count - 32) more" : shown
        return headers
    }

    /// A name in characters that a header may hold and that cannot be taken for another name.
    private static func plain(_ name: String) -> String {
        String(
            String.UnicodeScalarView(
                name.unicodeScalars.prefix(64).map { scalar in
                    let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
                    return isPlain || "_-.".unicodeScalars.contains(scalar) ? scalar : "?"
                }))
    }
}
