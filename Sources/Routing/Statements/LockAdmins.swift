import Contract
import Postgres

/// Locks the named admins and all who are free, in the order of their ids so that two batches never wait for each other.
struct LockAdmins {
    let named: Set<AdminID>

    var statement: Statement {
        Statement(
            """
            SELECT id, name, team, capacity, active, put_at, status, status_at, open_cases, last_assigned_at,
                   languages, regions, skills, senior, calendar
            FROM router.admins
            WHERE id = ANY ($1::text[]) OR (active AND status = 'online' AND open_cases < capacity)
            ORDER BY id
            FOR UPDATE
            """,
            .texts(named.map(\.rawValue))
        )
    }
}

extension Admin {
    /// An admin as ``LockAdmins`` gives them, with the rules' word on the shift at an instant.
    init(_ row: Row, rules: RoutingRules, at now: Instant) throws(UnreadableRow) {
        guard let status = Status(rawValue: row.text(6)) else { throw UnreadableRow(table: "router.admins") }
        self.init(
            id: AdminID(row.text(0)),
            name: row.textOrNull(1),
            team: row.textOrNull(2),
            languages: row.textsOrNull(10)?.compactMap(\.self) ?? [],
            regions: row.textsOrNull(11)?.compactMap(\.self) ?? [],
            skills: row.textsOrNull(12)?.compactMap(\.self) ?? [],
            isSenior: row.bool(13),
            calendar: row.textOrNull(14),
            capacity: Int(row.int(3)),
            isActive: row.bool(4),
            putAt: row.instant(5),
            status: status,
            statusAt: row.instant(7),
            openCases: Int(row.int(8)),
            lastAssignedAt: row.instant(9)
        )
        isOnShift = rules.isOnShift(self, at: now)
    }
}
