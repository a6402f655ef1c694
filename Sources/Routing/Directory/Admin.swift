import Contract
import Policy

/// An admin as the directory and the desk have them, locked by this batch's transaction.
struct Admin: Sendable, Equatable {
    /// Whether an admin takes work at present.
    enum Status: String, Sendable {
        case online, away, offline
    }

    let id: AdminID
    var name: String?
    var team: String?
    /// What the admin speaks, first what the admin is written to in; empty where nothing is said.
    var languages: [String] = []
    /// The regions that the admin looks after; empty for all.
    var regions: Set<String> = []
    var skills: Set<String> = []
    var isSenior = false
    /// The calendar of shifts that the entry names.
    var calendar: String?
    /// The capacity that the entry names.
    var ownCapacity: Int?
    /// How many open cases the admin takes, by the entry and the rules.
    var capacity = 0
    var isActive: Bool
    /// When the entry was last put; what is said of an earlier time is late.
    var putAt: Instant
    var status = Status.offline
    var statusAt = Instant(microseconds: .min)
    /// Open cases that the admin has, and calls on their way.
    var openCases = 0
    var lastAssignedAt = Instant(microseconds: .min)
    /// Whether the calendar, by the entry and the rules, has the admin at work at the time of the batch.
    var isOnShift = true
    /// Whether status or load are to be written.
    var isChanged = false

    /// Whether the admin is there to work.
    var isPresent: Bool { isActive && status == .online && isOnShift }

    /// Whether the admin may be given another case.
    var isFree: Bool { isPresent && openCases < capacity }

    /// Whether the admin gives up what is unanswered; who has never said to be there has not gone.
    var isGone: Bool { !isActive || (statusAt.microseconds > .min && (status == .offline || !isOnShift)) }

    /// What the admin is written to in.
    var language: String? { languages.first }

    /// Fills in from the team's terms and the office's what the entry leaves open, as it is at an instant.
    mutating func settle(by rules: RoutingRules, at now: Instant) {
        let terms = team.flatMap { rules.teams[$0] }
        if skills.isEmpty { skills = terms?.skills ?? [] }
        if regions.isEmpty { regions = terms?.regions ?? [] }
        capacity = rules.capacity(ownCapacity, ofTeam: team)
        isOnShift = rules.isOnShift(calendar, ofTeam: team, at: now)
    }

    /// Gives the admin one more case.
    mutating func take(at instant: Instant) {
        openCases += 1
        lastAssignedAt = instant
        isChanged = true
    }

    /// Takes one case from the admin.
    mutating func release() {
        openCases = max(0, openCases - 1)
        isChanged = true
    }

    /// Whether this admin is a better choice than another: fewer open cases, then longer without a new one.
    func isPreferred(to other: Admin) -> Bool {
        if openCases != other.openCases { return openCases < other.openCases }
        if lastAssignedAt != other.lastAssignedAt { return lastAssignedAt < other.lastAssignedAt }
        return id.rawValue < other.id.rawValue
    }
}
