import Foundation

/// What all parts of one answer have in common.
struct AnswerIdentity: Sendable {
    /// `chatcmpl-` and 16 hexadecimal digits.
    let id: String
    /// When the answer was begun, in seconds since 1970.
    let created: Int64
    /// The id of the model that writes.
    let model: String

    /// A new answer's.
    init(model: String) {
        let digits = String(UInt64.random(in: 0 ... .max), radix: 16)
        self.init(
            id: "chatcmpl-" + String(repeating: "0", count: 16 - digits.count) + digits,
            created: Int64(Date.now.timeIntervalSince1970), model: model)
    }

    init(id: String, created: Int64, model: String) {
        self.id = id
        self.created = created
        self.model = model
    }
}
