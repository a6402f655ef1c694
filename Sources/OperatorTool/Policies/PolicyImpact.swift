import Policy

/// What another policy means for the work that is open.
struct PolicyImpact {
    /// One consequence.
    struct Consequence: Sendable, Equatable {
        var section: String
        var name: String
        var cases: Int
        var detail: String
    }

    let comparison: PolicyComparison
    /// The policy in force; nil when this program cannot read it.
    let current: Document?
    let proposed: Document
    let work: OpenWork

    /// The consequences, in the order of the sections.
    var consequences: [Consequence] {
        categories + departments + teams + calendars + tiers + promises + kinds
    }

    private var categories: [Consequence] {
        each("categories") { name, isGone in
            let count = work.cases { $0.category == name }
            let then =
                "they keep the name and stay where they are; their reports have no row until somebody categorises them"
            let detail = isGone ? then : "they stay where they are; the next decision about each follows the new rules"
            return (count, count == 0 ? nil : "\(Self.cases(count)) in category \(name): \(detail)")
        }
    }

    private var departments: [Consequence] {
        each("departments") { name, isGone in
            guard let count = work.escalations[name], count > 0 else { return (0, nil) }
            let then = "have them handed back or escalated elsewhere first, since nobody is asked about them any more"
            let legs = "\(count) open \(count == 1 ? "escalation" : "escalations") at department \(name)"
            return (count, "\(legs): \(isGone ? then : "those that wait are still acknowledged by the old time")")
        }
    }

    private var teams: [Consequence] {
        each("teams") { name, isGone in
            let count = work.cases { $0.team == name }
            let admins = work.adminsOfTeam[name, default: 0]
            guard count > 0 || admins > 0 else { return (0, nil) }
            let who = "\(Self.cases(count)) and \(admins) active \(admins == 1 ? "admin" : "admins") in team \(name)"
            let then = "give the cases to another team with case.assign, and the admins with admin.put"
            return (count, "\(who): \(isGone ? then : "assignments stand; the next one follows the new terms")")
        }
    }

    private var calendars: [Consequence] {
        each("calendars") { name, isGone in
            let policy = isGone ? current : proposed
            let teams = (policy?.teams ?? [:]).values.filter { $0.calendar?.rawValue == name }.map(\.name.rawValue)
            let admins = work.adminsOfCalendar[name, default: 0]
            let count = work.cases { group in group.team.map(teams.contains) ?? false }
            guard count > 0 || admins > 0 else { return (0, nil) }
            let who =
                "\(Self.cases(count)) with teams that work by calendar \(name), and \(admins) active admins of their own"
            let then = "give the admins another calendar with admin.put"
            return (count, "\(who): \(isGone && admins > 0 ? then : "shifts follow the new hours at once")")
        }
    }

    private var tiers: [Consequence] {
        each("tiers") { name, _ in
            guard name != "default" else { return (0, nil) }
            let count = work.cases { $0.tier == name }
            let detail = "they keep the tier until something about them changes"
            return (count, count == 0 ? nil : "\(Self.cases(count)) of tier \(name): \(detail)")
        }
    }

    private var promises: [Consequence] {
        each("promises") { name, isGone in
            let policy = isGone ? current : proposed
            guard let policy, let promise = policy.promises[Name(name)] else { return (0, nil) }
            let count = work.cases { Self.isFor($0, promise.condition, policy.categories) }
            let detail = isGone ? "no longer promised it" : "promised it from now on"
            return (count, count == 0 ? nil : "\(Self.cases(count)) that promise \(name) is for: \(detail)")
        }
    }

    private var kinds: [Consequence] {
        let changed = Set(
            comparison.changes(in: "routing").compactMap { change -> String? in
                let parts = change.path.split(separator: ".")
                return parts.count > 2 && parts[1] == "kinds" ? String(parts[2]) : nil
            }
        )
        return changed.sorted().compactMap { kind in
            let count = work.cases { $0.kind == kind }
            let detail = "\(Self.cases(count)) of kind \(kind): the next decision about each follows the new terms"
            return count == 0 ? nil : Consequence(section: "routing", name: kind, cases: count, detail: detail)
        }
    }

    /// The things of a section that change or go; a consequence of each that has one.
    private func each(_ section: String, _ tell: (String, Bool) -> (Int, String?)) -> [Consequence] {
        let gone = comparison.names(in: section, [.removed])
        return comparison.names(in: section, [.added, .changed, .removed]).compactMap { name in
            let (count, detail) = tell(name, gone.contains(name))
            return detail.map { Consequence(section: section, name: name, cases: count, detail: $0) }
        }
    }

    /// Whether the condition may hold of the cases, by what is counted: channels and languages are not.
    private static func isFor(_ group: OpenWork.Group, _ condition: CaseCondition, _ tree: CategoryTree) -> Bool {
        let kinds = condition.kinds.map(\.rawValue)
        let tiers = condition.tiers.map(\.rawValue)
        let teams = condition.teams.map(\.rawValue)
        let isOfCategory =
            condition.categories.isEmpty
            || condition.categories.contains { above in group.category.map { tree.isWithin(Name($0), above) } ?? false }
        return (kinds.isEmpty || kinds.contains(group.kind))
            && (tiers.isEmpty || group.tier.map(tiers.contains) ?? false)
            && (teams.isEmpty || group.team.map(teams.contains) ?? false)
            && isOfCategory
    }

    private static func cases(_ count: Int) -> String { "\(count) open \(count == 1 ? "case" : "cases")" }
}
