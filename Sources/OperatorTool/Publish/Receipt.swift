/// What ingest said of an entry.
struct Receipt: Sendable, Equatable {
    enum Status: String, Sendable { case accepted, duplicate, rejected }

    var source: String
    var id: String
    var status: Status
    var code: String
    var field: String
    var detail: String
    var message: String
    var conversation: String

    /// Reads an entry of a receipts stream; nil when it is none.
    init?(_ entry: StreamEntry) {
        guard let status = Status(rawValue: entry.value("status")) else { return nil }
        self.status = status
        source = entry.value("source")
        id = entry.value("id")
        code = entry.value("code")
        field = entry.value("field")
        detail = entry.value("detail")
        message = entry.value("message")
        conversation = entry.value("conversation")
    }
}
