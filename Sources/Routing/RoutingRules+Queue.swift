import Clocks
import Contract
import Policy

/// Where a case stands in the queue, and how its search for an admin widens: both go by its next breach.
extension RoutingRules {
    /// Gives a queued case its line, and its place in it: next breach, then tier, then age.
    ///
    /// A case about which nothing is promised counts as due when the policy's basis has passed since it began to wait.
    func place(_ current: inout Case) {
        current.needs = needs(of: current)
        current.queueRank = rank(of: current.tier)
        let since = current.queuedAt ?? current.lastOpening
        let breach = nextBreach(of: current)
        current.dueAt = breach?.due ?? since + shares.basis
        current.widensFrom = breach.map { $0.due - $0.target } ?? since
    }

    /// The promise about a case that waits for an admin that breaks first.
    ///
    /// It is of an answer while the user waits for one, else of what is to be decided. What pauses the latter is not known here.
    func nextBreach(of current: Case) -> Outlook? {
        guard let terms else { return nil }
        let profile = current.profile
        if let since = current.asksSince {
            let metric: Metric = current.isAnswered ? .nextResponse : .firstResponse
            if let answer = terms.outlook(metric, since: since, profile).nextBreach { return answer }
        }
        let start = current.isFirstCycle ? current.openedAt : current.lastOpening
        var decisions = terms.outlook(.resolution, since: start, profile)
        if profile.kind == .flag { decisions += terms.outlook(.moderation, since: start, profile) }
        if current.stage != nil || Self.staged.contains(profile.kind) {
            decisions += terms.outlook(.stage, about: current.stage, since: start, profile)
        }
        return decisions.nextBreach
    }

    /// The kinds whose every stage is a promise's.
    private static let staged: Set<CaseKind> = [.verification, .listing, .refund, .dispute]

    /// How a search widens: by the policy's shares of the time that the promise allows, as it is used up.
    ///
    /// Where somebody has let the case run out, others with its language and skills are looked for anew for as long, or as
    /// the policy's basis allows, before anybody may have it: that somebody, too.
    func widening(of search: Search) -> Widening {
        guard let due = search.due else { return widening }
        let time = max(due - search.since, .zero)
        var widening = Widening(shares, of: time)
        if search.timedOut != nil {
            let anew = search.restartedAfter + min(time, shares.basis) * shares.anyone
            widening.anyone = max(widening.anyone, anew)
        }
        return widening
    }
}

extension Case {
    /// What the policy's conditions are held against.
    var profile: CaseProfile {
        CaseProfile(
            kind: CaseKind(rawValue: kind) ?? .conversation,
            category: category.map { Name($0) },
            tier: tier.flatMap { Tier(rawValue: $0) },
            team: team.map { Name($0) },
            channel: notes.channel.flatMap { Channel(rawValue: $0) },
            language: language.flatMap { Language($0) }
        )
    }

    /// Since when the user waits for an answer to something; nil for a matter that was opened without a word of theirs.
    fileprivate var asksSince: Instant? {
        guard let awaitingSince else { return nil }
        let isAsked = asked?.isEmpty == false || kind == CaseKind.conversation.rawValue
        return isAsked || awaitingSince > openedAt ? awaitingSince : nil
    }

    fileprivate var isFirstCycle: Bool { cycle == 1 }

    /// Whether the user has had an answer by a person in this cycle.
    fileprivate var isAnswered: Bool {
        guard let lastReplyAt else { return false }
        return isFirstCycle || lastReplyAt >= lastOpening
    }
}
