import Contract

/// What the database says of a batch's candidates, each by its place in the batch.
struct Found: Sendable {
    /// An id that was accepted within the window.
    struct Seen: Sendable, Equatable {
        let digest: ContentDigest
        let message: MessageID?
    }

    var seen: [Int: Seen] = [:]
    /// Refusals that are recorded already of entries that are read again.
    var refusals: [Int: Rejection] = [:]
    /// The last message number of each conversation before this batch.
    var lastNumbers: [NumberedConversation: Int64] = [:]
}
