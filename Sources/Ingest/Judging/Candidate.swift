import Contract

/// An entry on its way to a verdict, with what the validation says of it.
struct Candidate: Sendable {
    /// Where it is judged; not always the partition of the stream that it was written to.
    let partition: Int
    let entry: InboundEntry
    /// Whether it may have been judged before.
    let isReread: Bool
    let result: Result<Submission, Rejection>
    /// What it is recognised by when it comes again; absent where a refused entry does not say enough of itself.
    let key: SubmissionKey?

    init(partition: Int, entry: InboundEntry, isReread: Bool, result: Result<Submission, Rejection>) {
        self.partition = partition
        self.entry = entry
        self.isReread = isReread
        self.result = result
        switch result {
        case .success(let submission):
            key = SubmissionKey(source: submission.source, id: submission.id)
        case .failure:
            let claims = entry.claims
            if isReread, let source = claims.source, let id = claims.id {
                key = SubmissionKey(source: source, id: id)
            } else {
                key = nil
            }
        }
    }

    /// The submission, unless validation refused it.
    var submission: Submission? {
        guard case .success(let submission) = result else { return nil }
        return submission
    }

    /// Whose message number it needs, if it is a message.
    var numbered: NumberedConversation? {
        guard case .success(let submission) = result, submission.type == .messagePost,
            let conversation = submission.conversation
        else { return nil }
        return NumberedConversation(partition: partition, conversation: conversation)
    }
}

/// A conversation whose messages are counted, in its partition.
struct NumberedConversation: Hashable, Sendable {
    let partition: Int
    let conversation: ConversationID
}
