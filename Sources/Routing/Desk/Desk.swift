import Contract

/// Where cases meet admins: the rows that a batch has locked, and the cases that wait in all partitions.
struct Desk: Sendable, Equatable {
    /// The locked admins: those that the batch names and those who are free.
    var admins: [AdminID: Admin] = [:]
    /// The heads of the queue's lines that nobody has been called for; only for a batch that may free admins.
    var waiting: [WaitingCase] = []
    /// How many cases of each line are among them, where the line is as long.
    var shownOfEachLine = 0
    /// The unanswered cases of admins who leave in this batch, or whose time to answer may be over.
    var unanswered: [UnansweredCase] = []

    /// What the desk answers to a search.
    enum Answer: Sendable, Equatable {
        case found(AdminID, Fit.Level)
        /// Nobody may have the case at present, for this reason; in that while a free admin may.
        case nobody(String, retryAfter: Duration?)
    }

    /// The admin who may have a case that has waited so long: who had it before and speaks its language, or else the
    /// best suited.
    ///
    /// Of several who suit as well, a senior one where that is asked for, then the one with the fewest open cases, then
    /// the one who has been longest without a new one.
    func answer(_ search: Search, after waited: Duration, _ rules: RoutingRules) -> Answer {
        if let former = search.former, let admin = admins[former], admin.isFree,
            let fit = Fit(admin, search, rules), fit.from <= waited, fit.level.hasLanguage
        {
            return .found(former, fit.level)
        }
        var best: [Fit.Level: Admin] = [:]
        var retryAfter: Duration?
        var someoneIsFree = false
        // An admin with the language goes before one without it, even if the region would have to wait.
        var speaker: Admin?
        for admin in admins.values where admin.isFree {
            someoneIsFree = true
            guard let fit = Fit(admin, search, rules) else { continue }
            if fit.level == .language, fit.from <= max(waited, rules.widenRegionAfter) {
                speaker = Self.better(speaker, admin, search)
            }
            if fit.from <= waited {
                best[fit.level] = Self.better(best[fit.level], admin, search)
            } else {
                retryAfter = min(retryAfter ?? fit.from, fit.from)
            }
        }
        if let admin = best[.languageAndRegion] { return .found(admin.id, .languageAndRegion) }
        if let admin = best[.language] { return .found(admin.id, .language) }
        if !best.isEmpty, let speaker { return .found(speaker.id, .language) }
        if let (level, admin) = best.min(by: { $0.key < $1.key }) { return .found(admin.id, level) }
        guard someoneIsFree else { return .nobody(QueueReason.nobodyFree, retryAfter: nil) }
        return .nobody(reason(search), retryAfter: retryAfter)
    }

    /// What the free admins lack.
    private func reason(_ search: Search) -> String {
        let free = admins.values.filter(\.isFree)
        if let team = search.needs.team, !free.contains(where: { $0.team == team }) { return QueueReason.noneOfTeam }
        if let skill = search.needs.skill, !free.contains(where: { $0.skills.contains(skill) }) {
            return QueueReason.noneWithSkill
        }
        if search.needs.senior, !free.contains(where: \.isSenior) { return QueueReason.noSenior }
        if free.allSatisfy({ search.excluded.contains($0.id) || $0.id == search.timedOut }) {
            return QueueReason.onlyExcluded
        }
        return QueueReason.noneWithLanguage
    }

    private static func better(_ best: Admin?, _ admin: Admin, _ search: Search) -> Admin {
        guard let best else { return admin }
        if search.needs.senior, best.isSenior != admin.isSenior { return admin.isSenior ? admin : best }
        return admin.isPreferred(to: best) ? admin : best
    }

    /// Whether some admin could take another case.
    var hasFreeAdmin: Bool { admins.values.contains(where: \.isFree) }

    /// Takes a case from an admin, who has a place free after that.
    mutating func release(_ admin: AdminID?) {
        guard let admin else { return }
        admins[admin]?.release()
    }
}

/// Why a case has no admin, as `api.cases` says it.
enum QueueReason {
    static let nobodyFree = "no_admin_free"
    static let noneOfTeam = "no_free_admin_in_team"
    static let noneWithSkill = "no_free_admin_with_skill"
    static let noneWithLanguage = "no_free_admin_with_language"
    static let noSenior = "no_free_senior_admin"
    static let onlyExcluded = "only_excluded_admins_free"
    static let settling = "backfill_settling"
    static let withDepartment = "with_department"
    static let putOff = "put_off"
    static let noneSuited = "no_free_admin_suited"
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
