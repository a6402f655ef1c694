import Contract

/// Where cases meet admins: the rows that a batch has locked, and the cases that wait in all partitions.
struct Desk: Sendable, Equatable {
    /// The locked admins: those that the batch names and those who are free.
    var admins: [AdminID: Admin] = [:]
    /// Those who are there and have no place free, by team; they are only read.
    var busy: [String: [Admin]] = [:]
    /// The heads of the queue's lines that nobody has been called for; only for a batch that may free admins.
    var waiting: [WaitingCase] = []
    /// How many cases of each line are among them, where the line is as long.
    var shownOfEachLine = 0
    /// The unanswered cases of admins who leave in this batch, or whose time to answer may be over.
    var unanswered: [UnansweredCase] = []

    /// What the desk answers to a search.
    enum Answer: Sendable, Equatable {
        case found(AdminID, Fit)
        /// Nobody may have the case at present, for this reason; in that while a free admin may.
        case nobody(String, retryAfter: Duration?)
    }

    /// The admin who may have a case whose search has widened for so long: who had it before and speaks its language, or else the
    /// best suited, as ``Fit`` says it.
    ///
    /// Of several who suit as well, the one with the fewest open cases, then the one who has been longest without a new
    /// one. It looks at each admin once, and at those of the wanted team twice.
    func answer(_ search: Search, after waited: Duration, _ widening: Widening) -> Answer {
        let teamIsThere = isTeamThere(for: search, widening)
        func fit(_ admin: Admin) -> Fit? { Fit(admin, search, widening, teamIsThere: teamIsThere) }

        if let admin = search.former.flatMap({ admins[$0] }), admin.isFree, let fit = fit(admin), fit.hasLanguage,
            fit.soonest <= waited
        {
            return .found(admin.id, fit)
        }
        var best: Candidate?
        var speaker: Candidate?
        var next: Fit?
        var someoneIsFree = false
        for admin in admins.values where admin.isFree {
            someoneIsFree = true
            guard let fit = fit(admin) else { continue }
            let candidate = Candidate(admin: admin, fit: fit)
            if fit.from <= waited {
                best = candidate.better(than: best)
            } else if next.map({ (fit.from, fit) < ($0.from, $0) }) ?? true {
                next = fit
            }
            if fit.hasLanguage, fit.soonest <= waited { speaker = candidate.better(than: speaker) }
        }
        if let best {
            let chosen = best.fit.hasLanguage ? best : speaker ?? best
            return .found(chosen.admin.id, chosen.fit)
        }
        guard someoneIsFree else { return .nobody(QueueReason.nobodyFree, retryAfter: nil) }
        return .nobody(next?.reason ?? barred(search), retryAfter: next?.from)
    }

    /// Whether somebody of the wanted team is there who could take the case, with a place free or not; for nobody else
    /// would it be worth while to wait.
    private func isTeamThere(for search: Search, _ widening: Widening) -> Bool {
        guard let team = search.needs.team, team.claim != .named else { return false }
        func couldTake(_ admin: Admin) -> Bool {
            Fit(admin, search, widening, teamIsThere: true)?.isComplete ?? false
        }
        return admins.values.contains { $0.team == team.name && $0.isPresent && couldTake($0) }
            || busy[team.name, default: []].contains { admins[$0.id] == nil && couldTake($0) }
    }

    /// Why none of the free admins may ever have the case.
    private func barred(_ search: Search) -> String {
        guard let team = search.needs.team, team.claim == .named else { return QueueReason.onlyExcluded }
        let hasTeam = admins.values.contains { $0.isFree && $0.team == team.name }
        return hasTeam ? QueueReason.onlyExcluded : QueueReason.noneOfTeam
    }

    /// Whether some admin could take another case.
    var hasFreeAdmin: Bool { admins.values.contains(where: \.isFree) }

    /// Takes a case from an admin, who has a place free after that.
    mutating func release(_ admin: AdminID?) {
        guard let admin else { return }
        admins[admin]?.release()
    }
}

/// An admin who may have a case.
private struct Candidate {
    let admin: Admin
    let fit: Fit

    /// The better of the two: who suits better, of equals who has less to do.
    func better(than other: Candidate?) -> Candidate {
        guard let other else { return self }
        if fit.lacks != other.fit.lacks { return fit < other.fit ? self : other }
        return admin.isPreferred(to: other.admin) ? self : other
    }
}

/// Why a case has no admin, as `api.cases` says it.
enum QueueReason {
    static let nobodyFree = "no_admin_free"
    static let noneOfTeam = "no_free_admin_in_team"
    static let noneWithSkill = "no_free_admin_with_skill"
    static let noneWithLanguage = "no_free_admin_with_language"
    static let noneInRegion = "no_free_admin_in_region"
    static let onlyExcluded = "only_excluded_admins_free"
    static let settling = "backfill_settling"
    static let withDepartment = "with_department"
    static let putOff = "put_off"
    static let autoAnswered = "auto_answered"
}

/// A case of any partition that waits for an admin.
struct WaitingCase: Sendable, Equatable {
    let partition: Int
    let conversation: String
    let id: CaseID
    let queuedAt: Instant
    let rank: Int
    let search: Search
}

/// A case of any partition that its admin has not answered yet.
struct UnansweredCase: Sendable, Equatable {
    let partition: Int
    let conversation: String
    let id: CaseID
    let admin: AdminID
    /// When the admin was given it, by the server's clock where that is later than the event's.
    let takenAt: Instant
}

/// A place kept with an admin for a case of another partition.
struct Call: Sendable, Equatable {
    let partition: Int
    let id: CaseID
    let admin: AdminID
}
