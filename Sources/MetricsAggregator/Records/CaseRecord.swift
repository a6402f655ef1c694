import Contract

/// What is known of a case, as far as figures go: from the events of the topic `cases` in their order.
struct CaseRecord: Equatable {
    /// An escalation of the case.
    struct Escalation: Equatable {
        /// A more senior team, a department, or a team by the ladder of a broken promise.
        enum Kind: String { case tier, department, sla }

        let at: Instant
        let kind: Kind
        let to: String
        var reason: String
        let by: String
    }

    /// How a cycle ended.
    struct End: Equatable {
        enum How: String { case resolved, merged, spam }

        let at: Instant
        let how: How
        /// The admin who resolved it; empty for anybody else.
        var admin = ""
        var outcome = ""
        var reason = ""
        var cause = ""
        var isSilent = false
        /// Whether an article was the answer.
        var isByArticle = false
    }

    /// From open, or reopened after the window, to resolved.
    struct Cycle: Equatable {
        /// When it began to be counted.
        let at: Instant
        /// When it was open; the last one has no end while it is.
        var spans: [(from: Instant, to: Instant?)]
        var replies = 0
        var escalations: [Escalation] = []
        /// When it was reopened inside the window.
        var reopenings: [Instant] = []
        var end: End?

        static func == (one: Cycle, other: Cycle) -> Bool {
            one.at == other.at && one.replies == other.replies && one.escalations == other.escalations
                && one.reopenings == other.reopenings && one.end == other.end
                && one.spans.elementsEqual(other.spans) { $0 == $1 }
        }
    }

    /// Messages that count alike.
    struct MessageKey: Hashable, Comparable {
        let hour: Int64
        let measure: Measure
        let label: String
        let admin: String
        /// What the message itself says; empty for what the case says.
        let channel: String
        let category: String
        let campaign: String

        static func < (one: MessageKey, other: MessageKey) -> Bool {
            if one.hour != other.hour { return one.hour < other.hour }
            return (one.measure.rawValue, one.label, one.admin, one.channel, one.category, one.campaign)
                < (other.measure.rawValue, other.label, other.admin, other.channel, other.category, other.campaign)
        }
    }

    var kind = ""
    var traits = Traits()
    /// What a flag is about, to know it again.
    var item = ""
    /// When an article answered it.
    var answeredAt: Instant?
    var cycles: [Cycle] = []
    /// When the replies were written of which it was told last that they did not arrive.
    var lost: Set<Instant> = []
    var messages: [MessageKey: Int] = [:]
}
