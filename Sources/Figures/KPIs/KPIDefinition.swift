package import BusinessTime
package import Policy

/// How a KPI is worked out, in words that the page, the API and the reports share.
package struct KPIDefinition: Sendable, Hashable {
    /// Which way is good.
    package enum Direction: String, Sendable, Hashable {
        case higher, lower
    }

    package let kpi: KPI
    /// One sentence.
    package let formula: String
    package let numerator: String
    package let denominator: String
    package let direction: Direction

    /// The length of the only windows that it can be worked out over; nil where any will do.
    package var length: Window? {
        switch kpi {
        case .a8: .quarter
        case .a12: .month
        default: nil
        }
    }

    /// Whether it is known of everything alone, and of no team, channel or other part.
    package var isOfTheWhole: Bool { [.a12, .a14, .a16].contains(kpi) }

    /// The period that it is worked out over for a page about `asked`: that one, or the one of its own length in which
    /// `asked` ends, or in which `today` is while that is under way.
    package func period(for asked: ReportPeriod, today: LocalDate) -> ReportPeriod {
        guard let length, length != asked.window else { return asked }
        let last = asked.end.before
        return ReportPeriod(length, containing: asked.first <= today && today < last ? today : last)
    }

    /// The definition of a KPI.
    package init(of kpi: KPI) {
        self.kpi = kpi
        (formula, numerator, denominator, direction) = Self.words(of: kpi)
    }

    /// All definitions, in their order.
    package static let all: [KPIDefinition] = KPI.allCases.map { KPIDefinition(of: $0) }

    private static func words(of kpi: KPI) -> (String, String, String, Direction) {
        switch kpi {
        case .a1:
            (
                "Cycles without an escalation to a department, of those resolved and those escalated and still open.",
                "cycles without a department escalation", "cycles resolved, and escalated cycles still open", .higher
            )
        case .a2:
            (
                "Cycles with an escalation to a department, of those resolved and those escalated and still open.",
                "cycles with a department escalation", "cycles resolved, and escalated cycles still open", .lower
            )
        case .a3:
            (
                "Mean working time from the user's first message of a cycle to the first public reply by a person.",
                "working seconds until first replies", "first replies", .lower
            )
        case .a4:
            (
                "Calendar time within which nine of ten public replies by a person came, whether the first or a later one.",
                "replies within the time of the policy (24 h)", "replies, and users who have waited for more than 48 h",
                .lower
            )
        case .a5:
            (
                "Mean calendar time until a public reply by a person, over every first and later response.",
                "seconds until replies", "replies", .lower
            )
        case .a6:
            (
                "Mean calendar time from the first contact to the resolve that stood, without the time it was closed.",
                "seconds until resolution", "cycles resolved", .lower
            )
        case .a7:
            (
                "Cycles resolved within the time of the policy (24 h), exactly that time included, of those resolved.",
                "cycles resolved in time", "cycles resolved", .higher
            )
        case .a8:
            (
                "Mean time to resolution against that of the quarter before.",
                "mean seconds to resolution now, less those of the quarter before",
                "mean seconds to resolution in the quarter before", .lower
            )
        case .a9:
            (
                "Cycles resolved with exactly one public reply that arrived, neither escalated nor reopened, of those resolved.",
                "cycles resolved on the first response", "cycles resolved", .higher
            )
        case .a10:
            ("Positive ratings of all ratings; neutral ones count as ratings.", "positive ratings", "ratings", .higher)
        case .a11: ("Mean rating in stars from 1 to 5.", "stars", "ratings", .higher)
        case .a12:
            (
                "Users who reported a malfunction of the platform, each once, of the active users of the period.",
                "users who reported a malfunction", "active users, as the site reports them", .lower
            )
        case .a13:
            (
                "Flags decided within the time of the policy (12 h), of those decided and those open for longer.",
                "flags decided in time", "flags decided, and flags open for longer", .higher
            )
        case .a14:
            (
                "Upheld flags on what was upheld before within the last 90 days, of all upheld flags.",
                "upheld flags that recur", "upheld flags", .lower
            )
        case .a15:
            ("Public messages between users and people: received and sent.", "messages received and sent", "1", .higher)
        case .a16:
            (
                "Time of the live chat's hours in which at least one admin was online.", "covered",
                "of the live chat's hours", .higher
            )
        }
    }
}
