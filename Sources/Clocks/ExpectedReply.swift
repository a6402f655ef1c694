package import Contract
package import Policy

/// When a user may expect the first reply, as `case.opened` says it.
package struct ExpectedReply: Sendable, Hashable {
    /// What says so: the replies of the last weeks, or what the policy promises.
    package enum Basis: String, Sendable {
        case percentile, promise
    }

    package let at: Instant
    package let basis: Basis
    /// How many replies are known to go by.
    package let count: Int

    package init(at: Instant, basis: Basis, count: Int) {
        self.at = at
        self.basis = basis
        self.count = count
    }

    /// What an event's fields say; nil if they say nothing.
    package init?(_ fields: Fields) {
        guard let at = fields["expected_reply_at"].flatMap({ Instant(rfc3339: $0) }) else { return nil }
        self.at = at
        basis = fields["expected_reply_basis"].flatMap { Basis(rawValue: $0) } ?? .promise
        count = fields["expected_reply_n"].flatMap { Int($0) } ?? 0
    }

    /// The same as an event's fields.
    package var fields: Fields {
        [
            "expected_reply_at": at.description, "expected_reply_basis": basis.rawValue,
            "expected_reply_n": String(count),
        ]
    }
}

extension Terms {
    /// When the user of a case of that profile, who has asked then, may expect the first reply: when such replies usually
    /// come, in the hours of the strictest promise that has a calendar, but no sooner than the strictest promise is due.
    ///
    /// That need not be the one that is due first: who writes on a Saturday to an office that promises an hour of its own
    /// time, and a day of anybody's, is answered when it opens again.
    package func expectedReply(
        since start: Instant,
        _ profile: CaseProfile,
        by forecast: ReplyForecast
    ) -> ExpectedReply? {
        let promised = outlook(.firstResponse, since: start, profile)
        let usual = forecast.usual(
            category: profile.category?.rawValue,
            channel: profile.channel?.rawValue,
            at: start
        )
        let strictest = promised.min { one, other in
            (one.hours == "always" ? 1 : 0, one.target) < (other.hours == "always" ? 1 : 0, other.target)
        }
        let likely = usual.flatMap { due(from: start, $0.time, in: strictest?.hours) }
        let shortest = promised.min { ($0.target, $0.due) < ($1.target, $1.due) }
        guard let expected = [likely, shortest?.due].compactMap(\.self).max() else { return nil }
        return ExpectedReply(at: expected, basis: expected == likely ? .percentile : .promise, count: usual?.count ?? 0)
    }
}
