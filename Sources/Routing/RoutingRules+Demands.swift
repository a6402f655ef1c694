import Contract
import Policy

extension RoutingRules {
    /// What the case asks of who takes it.
    ///
    /// The team is the one that was named, else that of its tier, of its kind, of its category.
    func needs(of current: Case) -> Needs {
        let demand = current.category.flatMap { categories[$0] }
        let tier = current.tier.flatMap(Tier.init(rawValue:))
        let tierTeam = tier.flatMap { dedicated.tiers[$0] }
        let isEscalated = current.escalation?.movesCase == true
        let team: WantedTeam?
        if let named = isEscalated ? current.escalation?.to : current.wantedTeam {
            team = WantedTeam(name: named, claim: .named)
        } else if let tierTeam {
            team = WantedTeam(name: tierTeam.rawValue, claim: .dedicated)
        } else {
            let kindTeam = CaseKind(rawValue: current.kind).flatMap { kinds[$0]?.team }
            team = (kindTeam?.rawValue ?? demand?.team).map { WantedTeam(name: $0) }
        }
        return Needs(
            language: current.language,
            region: current.region,
            skills: demand?.skills ?? [],
            team: team,
            senior: isEscalated || tierTeam != nil
        )
    }

    /// The place of a tier among the others, the most urgent first; that of the default tier for an unknown one.
    func rank(of tier: String?) -> Int {
        tiers.firstIndex(of: tier ?? defaultTier) ?? tiers.firstIndex(of: defaultTier) ?? 0
    }
}

/// What an admin's entry leaves open, the team says.
extension RoutingRules {
    /// The calendar of shifts: the admin's own, else the team's; nil for who is on shift whenever online.
    ///
    /// One that the policy does not have, or no longer has, leaves the team's: nobody works night and day for a slip of the pen.
    func calendar(_ own: String?, ofTeam team: String?) -> String? {
        own.flatMap { hasCalendar($0) ? $0 : nil } ?? team.flatMap { teams[$0]?.calendar?.rawValue }
    }

    /// Whether an admin with that calendar, or else of that team, is on shift.
    func isOnShift(_ own: String?, ofTeam team: String?, at instant: Instant) -> Bool {
        calendar(own, ofTeam: team).map { isOnShift($0, instant) } ?? true
    }

    /// How many open cases an admin takes: what the entry says, else the team, else the office.
    func capacity(_ own: Int?, ofTeam team: String?) -> Int {
        own ?? team.flatMap { teams[$0]?.capacity } ?? defaultCapacity
    }
}
