import Contract
import Policy
import Postgres

/// Locks the named admins and all who are online with a place free, in the order of their ids so that two batches never
/// wait for each other.
struct LockAdmins {
    let named: Set<AdminID>
    let rules: RoutingRules

    var statement: Statement {
        Statement(
            """
            SELECT \(Admin.columns)
            FROM router.admins AS a
            LEFT JOIN unnest($1::text[], $2::int[]) AS t (team, capacity) ON t.team = a.team
            WHERE a.id = ANY ($4::text[])
               OR (a.active AND a.status = 'online' AND a.open_cases < coalesce(a.own_capacity, t.capacity, $3))
            ORDER BY a.id
            FOR UPDATE OF a
            """,
            parameters: rules.capacities + [.texts(named.map(\.rawValue))]
        )
    }
}

/// Reads the admins who are online without a place free, for whom cases of their team may wait.
struct SelectBusyAdmins {
    let rules: RoutingRules

    var statement: Statement {
        Statement(
            """
            SELECT \(Admin.columns)
            FROM router.admins AS a
            LEFT JOIN unnest($1::text[], $2::int[]) AS t (team, capacity) ON t.team = a.team
            WHERE a.active AND a.status = 'online' AND a.open_cases >= coalesce(a.own_capacity, t.capacity, $3)
            """,
            parameters: rules.capacities
        )
    }
}

extension RoutingRules {
    /// The teams that say a capacity, what each says, and what holds for who is of none of them.
    fileprivate var capacities: [Parameter] {
        let said = teams.compactMap { name, team in team.capacity.map { (name, Int32($0)) } }
        return [.texts(said.map(\.0)), .int4s(said.map(\.1)), .int4(Int32(defaultCapacity))]
    }
}

extension Admin {
    /// The columns of an admin, in the order in which they are read.
    fileprivate static let columns = """
        a.id, a.name, a.team, a.own_capacity, a.active, a.put_at, a.status, a.status_at, a.open_cases,
        a.last_assigned_at, a.languages, a.regions, a.skills, a.senior, a.calendar
        """

    /// An admin as the database has them, with what the rules say of what the entry leaves open.
    init(_ row: Row, rules: RoutingRules, at now: Instant) throws(UnreadableRow) {
        guard let status = Status(rawValue: row.text(6)) else { throw UnreadableRow(table: "router.admins") }
        self.init(
            id: AdminID(row.text(0)),
            name: row.textOrNull(1),
            team: row.textOrNull(2),
            languages: row.textsOrNull(10)?.compactMap(\.self) ?? [],
            regions: Set(row.textsOrNull(11)?.compactMap(\.self) ?? []),
            skills: Set(row.textsOrNull(12)?.compactMap(\.self) ?? []),
            isSenior: row.bool(13),
            calendar: row.textOrNull(14),
            ownCapacity: row.intOrNull(3).map(Int.init),
            isActive: row.bool(4),
            putAt: row.instant(5),
            status: status,
            statusAt: row.instant(7),
            openCases: Int(row.int(8)),
            lastAssignedAt: row.instant(9)
        )
        settle(by: rules, at: now)
    }
}
