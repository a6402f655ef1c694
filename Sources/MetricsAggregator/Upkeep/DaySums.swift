import BusinessTime
package import Figures
package import Postgres

/// Sums up days that are over, one after another, by the sets of dimensions that reports ask for.
///
/// Of days that are not over it sums up only those whose changes are not all known, so that they need not be read from their
/// cells. Last of all it packs what the version before has summed up. What is folded in while a day is summed up opens it
/// again, since its row comes after the one that was taken away.
package struct DaySums: Sendable {
    private static let lock: Int64 = 0x6461_7973_756D

    /// How the sums by the hour of the day are called among the sets of dimensions, and which measures have them.
    static let clock = "clock"
    static let byClock: Set<Measure> = [.received, .sent, .opened]

    private let zone: ReportZone

    /// Sums of the days of that zone.
    package init(zone: ReportZone) { self.zone = zone }

    /// Sums up the oldest open day before `today` or without its changes, or what another zone had summed up is thrown away.
    ///
    /// - Returns: whether there may be more to do; false too when another lane is at it.
    package func sumUpOne(before today: Int, on session: PostgresSession) async throws -> Bool {
        guard try await session.query(Statement("SELECT pg_try_advisory_lock($1)", .int8(Self.lock)))[0].bool(0) else {
            return false
        }
        do {
            let isMore = try await sumUp(before: today, on: session)
            _ = try await session.query(Statement("SELECT pg_advisory_unlock($1)", .int8(Self.lock)))
            return isMore
        } catch {
            _ = try? await session.query(Statement("SELECT pg_advisory_unlock($1)", .int8(Self.lock)))
            throw error
        }
    }

    private func sumUp(before today: Int, on session: PostgresSession) async throws -> Bool {
        let found = try await session.run([
            Statement("SELECT zone FROM metrics.calendar"),
            Statement(
                "SELECT min(day) FROM metrics.open_days WHERE day < $1 OR NOT has_changes",
                .int4(Int32(clamping: today))
            ),
            // The last ones first, which pages ask for.
            Statement(
                """
                SELECT (SELECT max(day) FROM metrics.closed_days WHERE NOT is_packed),
                       (SELECT max(month) FROM metrics.closed_months WHERE NOT is_packed)
                """
            ),
        ])
        let known = found[0].first?.text(0)
        if known != zone.name {
            if known != nil { _ = try await session.run(countPeople) }
            try await beginAnew(on: session)
            return true
        }
        guard let day = found[1].first?.intOrNull(0).map({ Int($0) }) else {
            if try await sumUpMonth(before: today, on: session) { return true }
            guard let row = found[2].first else { return false }
            return try await pack(row.intOrNull(0), orMonth: row.intOrNull(1), on: session)
        }
        let hours = zone.firstHour(of: day)..<zone.firstHour(of: day + 1)
        _ = try await session.run(
            [
                Statement("BEGIN"),
                Statement(Self.hold, .int4(Int32(day))),
                Statement("DELETE FROM metrics.open_days WHERE day = $1", .int4(Int32(day))),
                Statement("DELETE FROM metrics.day_totals WHERE day = $1", .int4(Int32(day))),
                Statement("DELETE FROM metrics.closed_months WHERE month <= $1 AND until > $1", .int4(Int32(day))),
                Statement(Self.sum, .int4(Int32(day)), .int4(hours.lowerBound), .int4(hours.upperBound)),
                Statement(
                    Self.clockSum,
                    .int4(Int32(day)),
                    .int4(hours.lowerBound),
                    .int4(hours.upperBound),
                    .text(zone.name),
                    .texts(Self.byClock.map(\.rawValue).sorted())
                ),
                Statement(
                    """
                    INSERT INTO metrics.closed_days (day, has_clock, is_packed) VALUES ($1, true, true)
                    ON CONFLICT (day) DO UPDATE SET has_clock = true, is_packed = true
                    WHERE NOT (closed_days.has_clock AND closed_days.is_packed)
                    """,
                    .int4(Int32(day))
                ),
                Statement("COMMIT"),
            ]
        )
        return true
    }

    /// Sums up the oldest month that is over and has closed days and no sums.
    private func sumUpMonth(before today: Int, on session: PostgresSession) async throws -> Bool {
        let current = ReportPeriod(.monthly, containing: LocalDate(day: today)).first.day
        let found = try await session.query(
            Statement(
                """
                SELECT min(day) FROM metrics.closed_days AS d
                WHERE day < $1
                  AND NOT EXISTS (SELECT FROM metrics.closed_months AS m WHERE d.day >= m.month AND d.day < m.until)
                """,
                .int4(Int32(clamping: current))
            )
        )
        guard let day = found.first?.intOrNull(0) else { return false }
        let month = ReportPeriod(.monthly, containing: LocalDate(day: Int(day)))
        let (first, until) = (Int32(clamping: month.first.day), Int32(clamping: month.end.day))
        // One set of dimensions after another: that of the admins alone takes seconds of a month of millions.
        let sets = SelectSums.kept.map(SelectSums.name) + [Self.clock]
        _ = try await session.run(
            [Statement("BEGIN"), Statement("DELETE FROM metrics.month_totals WHERE month = $1", .int4(first))]
                + sets.map { Statement(Self.monthSum, .int4(first), .int4(until), .text($0)) } + [
                    Statement(
                        "INSERT INTO metrics.closed_months (month, until, is_packed) VALUES ($1, $2, true)",
                        .int4(first),
                        .int4(until)
                    ),
                    people(month),
                    people(ReportPeriod(.quarterly, containing: month.first)),
                    Statement("COMMIT"),
                ]
        )
        return true
    }

    /// Packs the buckets of that day, or else of that month, which the version before has summed up.
    private func pack(_ day: Int64?, orMonth month: Int64?, on session: PostgresSession) async throws -> Bool {
        guard let first = day ?? month else { return false }
        let text = day == nil ? Self.packMonth : Self.packDay
        _ = try await session.query(Statement(text, .int4(Int32(clamping: first))))
        return true
    }

    /// Counts the people of a month or of a quarter, each once, if all of its months are summed up.
    private func people(_ period: ReportPeriod) -> Statement {
        let first = Int32(period.first.year * 12 + period.first.month - 1)
        return Statement(
            Self.peopleSum,
            .int4(first),
            .int4(period.kind == .quarterly ? 3 : 1),
            .int4(Int32(clamping: period.first.day)),
            .int4(Int32(clamping: period.end.day))
        )
    }

    /// The months of another zone are other months: who wrote or reported in each is counted again from what ingest and the
    /// router keep, as far back as that reaches.
    private var countPeople: [Statement] {
        let zone = Parameter.text(zone.name)
        return [
            Statement("BEGIN"),
            Statement("SET LOCAL statement_timeout = '10min'"),
            Statement("DELETE FROM metrics.people WHERE month > \(Self.lastMonthLetGo)", zone),
            Statement(Self.peopleOfMonths, zone),
            Statement("DELETE FROM metrics.people_sums"),
            Statement("COMMIT"),
        ]
    }

    /// The days of another zone are other days: each day that has cells is open again.
    private func beginAnew(on session: PostgresSession) async throws {
        _ = try await session.run([
            Statement("BEGIN"),
            // In the order in which batches take them.
            Statement(
                """
                DELETE FROM metrics.open_days AS o
                USING (SELECT partition, day FROM metrics.open_days ORDER BY partition, day FOR UPDATE) AS l
                WHERE o.partition = l.partition AND o.day = l.day
                """
            ),
            Statement("DELETE FROM metrics.day_totals"),
            Statement("DELETE FROM metrics.closed_days"),
            Statement("DELETE FROM metrics.month_totals"),
            Statement("DELETE FROM metrics.closed_months"),
            Statement(
                """
                INSERT INTO metrics.open_days (partition, day, has_changes)
                SELECT DISTINCT partition, (to_timestamp(hour * 3600.0) AT TIME ZONE $1)::date - DATE '1970-01-01', false
                FROM metrics.cells ORDER BY 1, 2
                ON CONFLICT (partition, day) DO UPDATE SET has_changes = false
                """,
                .text(zone.name)
            ),
            Statement(
                """
                INSERT INTO metrics.calendar (zone) VALUES ($1)
                ON CONFLICT (singleton) DO UPDATE SET zone = EXCLUDED.zone
                """,
                .text(zone.name)
            ),
            Statement("COMMIT"),
        ])
    }
}
