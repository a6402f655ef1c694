/// Why an entry is refused, as receipts and `api.rejected` name it.
package enum RejectionCode: String, CaseIterable, Sendable, Hashable {
    case unknownType = "unknown_type"
    case missingField = "missing_field"
    case unknownField = "unknown_field"
    case badValue = "bad_value"
    case tooLarge = "too_large"
    case badEncoding = "bad_encoding"
    case timeInFuture = "time_in_future"
    case unauthorizedSource = "unauthorized_source"
    case badSignature = "bad_signature"
    case conflict
    case rateLimited = "rate_limited"
}

/// The refusal of an entry: the rule it broke, where, and what would be right.
package struct Rejection: Error, Sendable, Hashable {
    /// The rule that was broken first.
    package let code: RejectionCode
    /// The field's name; empty when the entry as a whole is at fault.
    package let field: String
    /// A sentence that says what would be right; it never repeats what was sent.
    package let detail: String

    /// The detail of `bad_signature` where it is ingest that lacks the source's key.
    package static let noKey = "The key of this source cannot be read by the server; its operator can tell why."

    /// A refusal of those parts.
    package init(code: RejectionCode, field: String, detail: String) {
        self.code = code
        self.field = field
        self.detail = detail
    }
}
