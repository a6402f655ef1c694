import Contract
import Policy

/// Whether a notice goes out now: the rules of pace, which hold for what reaches people outside the application.
struct Pacing {
    /// How many notices are held for a person; of more, the next letter gives the number alone.
    static let mostHeld = 100

    enum Verdict: Equatable {
        case now
        case hold(Hold, until: Instant)
        /// Too much is held already: it is counted, and told as a number.
        case countOnly
        /// A machine may be at the other end.
        case loop
    }

    let notices: NoticePolicy
    let time: LocalTime
    let now: Instant

    /// Judges a notice, and notes in the pace what that means for the next one.
    func verdict(_ notice: Notice, isUrgent: Bool, _ pace: inout Pace) -> Verdict {
        let kind = notice.kind
        beginDay(&pace)
        if notice.isAutomaticReply {
            pace.replies.removeAll { $0 + notices.automaticReplies.within <= now }
            if pace.replies.count >= notices.automaticReplies.atMost { return .loop }
        }
        if kind.isBudgeted, pace.used >= budget(kind) { return hold(.budget, until: nextBudget, &pace) }
        if !isUrgent {
            if let end = quietEnd { return hold(.quietHours, until: end, &pace) }
            if let until = pace.gathersUntil, until > now { return hold(.coalesced, until: until, &pace) }
        }
        noteLetter(of: [notice], &pace)
        return .now
    }

    /// Notes that a letter of those notices goes out now.
    func noteLetter(of notices: [Notice], _ pace: inout Pace) {
        guard let first = notices.first else { return }
        beginDay(&pace)
        if notices.contains(where: \.isAutomaticReply) { pace.replies.append(now) }
        if first.kind.isBudgeted { pace.used += 1 }
        let coalesce = self.notices.coalesce
        if coalesce > .zero, pace.gathersUntil.map({ $0 <= now }) ?? true {
            pace.gathersUntil = now + coalesce
        }
    }

    /// Until when what is held has to be held on; nil if it can go out.
    func furtherHold(_ held: HeldNotice, _ pace: inout Pace) -> (Hold, until: Instant)? {
        beginDay(&pace)
        if held.notice.kind.isBudgeted, pace.used >= budget(held.notice.kind) { return (.budget, nextBudget) }
        return quietEnd.map { (.quietHours, $0) }
    }

    private func hold(_ hold: Hold, until: Instant, _ pace: inout Pace) -> Verdict {
        guard pace.held < Self.mostHeld else {
            pace.omitted += 1
            return .countOnly
        }
        pace.held += 1
        return .hold(hold, until: until)
    }

    private func beginDay(_ pace: inout Pace) {
        let today = time.day(of: now)
        guard pace.day != today else { return }
        pace.day = today
        pace.used = 0
    }

    private func budget(_ kind: NoticeKind) -> Int {
        kind.audience == .user ? notices.userBudget : notices.adminBudget
    }

    private var quietEnd: Instant? { notices.quietHours.flatMap { time.end(of: $0, at: now) } }

    /// When there is room again: on the next day, at the time of the digest.
    private var nextBudget: Instant {
        time.instant(day: time.day(of: now) + 1, minute: notices.digest?.at.minutes ?? 8 * 60)
    }
}
