import Contract

/// One thing to be told, before it is known who all the readers are.
struct Proposal: Sendable, Equatable {
    /// Whom it is for.
    enum Readers: Sendable, Hashable {
        /// A person.
        case one(Recipient)
        /// The admins of a team or department.
        case team(String)
        /// The senior admins, of a team if there are any.
        case seniors(team: String?)

        /// Whether it is for a group, and for nobody in particular.
        var areMany: Bool {
            if case .one = self { false } else { true }
        }
    }

    /// Why a person gets it.
    enum Reason: String, Sendable, CaseIterable {
        case youWrote = "you_wrote"
        case weWrote = "we_wrote"
        case yourCase = "your_case"
        case otherParty = "other_party"
        case owner = "owner"
        case assignedToYou = "assigned_to_you"
        case yourTeam = "your_team"
        case youAreSenior = "you_are_senior"
        case yourDigest = "your_digest"
        case yourAnswer = "your_answer"
        case yourReport = "your_report"
    }

    /// Why somebody who should have been told is not.
    enum Suppression: String, Sendable, CaseIterable {
        /// It happened in the past and was imported.
        case backfill
        /// It is the recipient's own doing.
        case ownAct = "own_act"
        /// The case was resolved with no receipt to the user.
        case silent
        /// It is about a clock, and comes more than a day late.
        case stale
        /// The policy leaves such notices out.
        case switchedOff = "switched_off"
        /// No admin is behind the team or department, and it has no address.
        case nobody
    }

    /// Whose words a notice hands on.
    enum Author: String, Sendable {
        case admin, bot
    }

    let kind: NoticeKind
    let readers: Readers
    let reason: Reason
    /// Who has written what it tells; nil for what is told of the case.
    let author: Author?
    var suppression: Suppression?
    /// What the texts can say beside what the event says.
    var values: [String: String] = [:]

    init(
        _ kind: NoticeKind,
        _ readers: Readers,
        _ reason: Reason,
        author: Author? = nil,
        suppression: Suppression? = nil,
        values: [String: String] = [:]
    ) {
        self.kind = kind
        self.readers = readers
        self.reason = reason
        self.author = author
        self.suppression = suppression
        self.values = values
    }

    /// The kinds that are no longer true of the case by what it tells, whether its readers are told it or not; what comes
    /// from the past says nothing of what is told now, nor does what somebody has written.
    var contradicts: Set<NoticeKind> { suppression == .backfill || author != nil ? [] : kind.contradicts }
}

/// What an event means for its readers: what they are told, and what is no longer to be told them.
struct Tidings: Sendable, Equatable {
    /// Kinds that are no longer true of the case, for a reader who is told nothing else.
    struct Withdrawal: Sendable, Equatable {
        let readers: Proposal.Readers
        let kinds: Set<NoticeKind>
        /// The one clock or survey that it is about; nil for all that was to be told of the case.
        var clock: String?

        init(readers: Proposal.Readers, kinds: Set<NoticeKind>, clock: String? = nil) {
            self.readers = readers
            self.kinds = kinds
            self.clock = clock
        }

        init(fromUser id: String, _ kinds: Set<NoticeKind>, clock: String? = nil) {
            self.init(readers: .one(Recipient(audience: .user, id: id)), kinds: kinds, clock: clock)
        }
    }

    var proposals: [Proposal] = []
    var withdrawals: [Withdrawal] = []
}
