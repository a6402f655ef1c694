import Contract
import Pipeline

/// What became of a reply on its way to the user, as the notifier's letter tells it.
struct ReplyFate: Sendable, Equatable {
    let `case`: CaseID
    /// The event of the reply.
    let reply: String
    /// When it was written, by which the case's history knows it.
    let repliedAt: Instant
    /// Whether it has arrived after all; otherwise every way that it was to go has failed.
    let hasArrived: Bool

    init(_ fields: Fields, hasArrived: Bool) throws(StageFault) {
        `case` = CaseID(try fields.required("case"))
        reply = try fields.required("reply")
        guard let time = Instant(rfc3339: try fields.required("replied_at")) else {
            throw StageFault(code: "malformed_letter", detail: "replied_at is not a time")
        }
        repliedAt = time
        self.hasArrived = hasArrived
    }
}

extension Work {
    /// The case of whose reply the work tells what became of it.
    var delivering: (partition: Int, id: CaseID)? {
        guard case .follow(let fate) = request else { return nil }
        return (partition, fate.case)
    }
}
