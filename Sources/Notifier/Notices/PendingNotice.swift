/// A notice as far as it matters whether it may go out still, and how often.
protocol PendingNotice {
    var kind: NoticeKind { get }
    /// Who has written what it tells; nil for what is told of the case.
    var author: Proposal.Author? { get }
    var `case`: String? { get }
    /// The one clock or survey that it is about.
    var clock: String? { get }
}

extension PendingNotice {
    /// The kinds that are no longer true once this one is told about the same case.
    var contradicts: Set<NoticeKind> { author == nil ? kind.contradicts : [] }

    /// Whether a machine wrote it, so that two machines could go on with it for ever.
    var isAutomaticReply: Bool { kind.isAutomaticReply || author == .bot }

    /// Whether it is to be told days later too, whatever has happened since.
    var isLasting: Bool { author != nil || kind.isLasting }

    /// Whether it is no longer true by what makes those kinds untrue; what somebody has written stays written.
    func isEnded(_ kinds: Set<NoticeKind>, case id: String, clock: String?) -> Bool {
        author == nil && kinds.contains(kind) && self.case == id
            && (clock == nil || self.clock == nil || self.clock == clock)
    }
}
