import BusinessTime
package import Policy
import PolicyStore

extension RoutingRules {
    /// The rules that the policy gives; what the policy leaves open keeps its value.
    package init(_ document: Policy.Document) {
        self.init()
        let routing = document.routing
        reopenWindow = routing.reopenWindow
        remindAfter = routing.autoResolve?.reminders ?? []
        resolveSilentAfter = routing.autoResolve?.after
        if !routing.courtesy.words.isEmpty {
            courtesies = Dictionary(
                uniqueKeysWithValues: routing.courtesy.words.values.map { ($0.key.rawValue, $0.value) }
            )
        }
        defaultCapacity = routing.defaultCapacity
        assignmentTimeout = routing.assignmentTimeout
        widenRegionAfter = routing.widening.basis * routing.widening.language
        widenLanguageAfter = routing.widening.basis * routing.widening.anyone
        backfillSettling = routing.backfillSettling
        defaultTier = document.tiers.standard.rawValue
        tiers = Tier.allCases.map(\.rawValue)
        if !routing.dedicated.tiers.isEmpty { seniorTiers = Set(routing.dedicated.tiers.keys.map(\.rawValue)) }
        categories = Dictionary(
            uniqueKeysWithValues: document.categories.names.map { ($0.rawValue, RoutingDemand()) }
        )
        teams = Set(document.teams.keys.map(\.rawValue))
        if !document.departments.isEmpty { departments = Set(document.departments.keys.map(\.rawValue)) }
        let calendars = OfficeCalendars(document)
        isOnShift = { calendars[$0]?.isOpen(at: $1) ?? true }
        nextShiftChange = { calendars[$0]?.nextChange(after: $1) }
    }
}
