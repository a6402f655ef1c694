import Contract

/// One decision as it is kept.
struct HistoryEntry: Sendable, Equatable {
    let partition: Int
    /// The case and the number of the decision in it; nil for a command refused where there is no case.
    let place: Place?
    let conversation: String?
    let type: String
    let time: Instant
    let actor: String
    let reason: String?
    var detail: Fields

    /// A place in the history of a case.
    struct Place: Sendable, Equatable {
        let id: CaseID
        let seq: Int
    }
}
