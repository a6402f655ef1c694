import BusinessTime
import Clocks
package import Policy
import PolicyStore

extension RoutingRules {
    /// The rules that the policy gives; what the policy leaves open keeps its value.
    package init(_ document: Policy.Document) {
        self.init()
        let routing = document.routing
        reopenWindow = routing.reopenWindow
        snoozeLimit = routing.snoozeLimit
        remindAfter = routing.autoResolve?.reminders ?? []
        resolveSilentAfter = routing.autoResolve?.after
        if !routing.courtesy.words.isEmpty { courtesy = Courtesy(routing.courtesy) }
        fallback = document.templates.fallback
        defaultCapacity = routing.defaultCapacity
        assignmentTimeout = routing.assignmentTimeout
        backfillSettling = routing.backfillSettling
        shares = routing.widening
        defaultTier = document.tiers.standard.rawValue
        tiers = Tier.allCases.map(\.rawValue)
        dedicated = routing.dedicated
        kinds = routing.kinds
        categories = document.routingDemands
        teams = Dictionary(uniqueKeysWithValues: document.teams.map { ($0.key.rawValue, $0.value) })
        if !document.departments.isEmpty {
            departments = Dictionary(uniqueKeysWithValues: document.departments.map { ($0.key.rawValue, $0.value) })
        }
        escalation = document.escalation
        let calendars = OfficeCalendars(document)
        terms = Terms(version: 0, document: document) { calendars[$0] }
        hasCalendar = { calendars[$0] != nil }
        isOnShift = { calendars[$0]?.isOpen(at: $1) ?? true }
        nextShiftChange = { calendars[$0]?.nextChange(after: $1) }
        workEnds = { try? calendars[$0]?.due(start: $1, budget: $2) }
    }
}

extension Policy.Document {
    /// What each category asks of who takes its cases; a department is that of the nearest category above that has one.
    fileprivate var routingDemands: [String: RoutingDemand] {
        var demands: [String: RoutingDemand] = [:]
        for (name, category) in categories.all {
            let department = categories.path(of: name).compactMap { escalation.departments[$0.name] }.last
            demands[name.rawValue] = RoutingDemand(
                skills: category.skills,
                team: category.team?.rawValue,
                department: department?.rawValue
            )
        }
        return demands
    }
}
