import Postgres

/// How much work stands open, by what a policy says about it.
struct OpenWork: Sendable {
    /// Open cases that agree in all that a policy distinguishes.
    struct Group: Sendable, Equatable {
        var kind: String
        var category: String?
        var tier: String?
        var team: String?
        var cases: Int
    }

    var groups: [Group] = []
    /// Active admins by their team.
    var adminsOfTeam: [String: Int] = [:]
    /// Active admins by the calendar that their directory entry names.
    var adminsOfCalendar: [String: Int] = [:]
    /// Escalations that were neither answered nor handed back, by the team or department that has them.
    var escalations: [String: Int] = [:]

    init() {}

    /// Counts what stands open at present; nothing where the views are not there yet.
    init(session: PostgresSession) async throws {
        let views = try await session.query(Self.views)
        guard let present = views.first else { return }
        if !present.isNull(0) {
            groups = try await session.query(Self.cases).map { row in
                Group(
                    kind: row.text(0),
                    category: row.textOrNull(1),
                    tier: row.textOrNull(2),
                    team: row.textOrNull(3),
                    cases: Int(row.int(4))
                )
            }
        }
        if !present.isNull(1) {
            for row in try await session.query(Self.admins) {
                if let team = row.textOrNull(0) { adminsOfTeam[team, default: 0] += Int(row.int(2)) }
                if let calendar = row.textOrNull(1) { adminsOfCalendar[calendar, default: 0] += Int(row.int(2)) }
            }
        }
        if !present.isNull(2) {
            for row in try await session.query(Self.legs) { escalations[row.text(0)] = Int(row.int(1)) }
        }
    }

    /// How many open cases there are for which that holds.
    func cases(where isMeant: (Group) -> Bool) -> Int {
        groups.reduce(0) { $0 + (isMeant($1) ? $1.cases : 0) }
    }

    private static let views = Statement(
        "SELECT to_regclass('api.cases')::text, to_regclass('api.admins')::text, to_regclass('api.escalations')::text"
    )

    private static let cases = Statement(
        """
        SELECT kind, category, tier, team, count(*) FROM api.cases
        WHERE state IN ('open', 'assigned', 'waiting', 'snoozed', 'escalated')
        GROUP BY kind, category, tier, team
        """
    )

    private static let admins = Statement(
        "SELECT team, calendar, count(*) FROM api.admins WHERE active GROUP BY team, calendar"
    )

    private static let legs = Statement(
        "SELECT \"to\", count(*) FROM api.escalations WHERE \"to\" IS NOT NULL AND handed_back_at IS NULL GROUP BY \"to\""
    )
}
