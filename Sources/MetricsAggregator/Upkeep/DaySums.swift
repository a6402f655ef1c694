import BusinessTime
package import Figures
package import Postgres

/// Sums up days that are over, one after another, by the sets of dimensions that reports ask for; of days that are not over
/// only those whose changes are not all known, so that they need not be read from their cells.
///
/// What is folded in while a day is summed up opens it again, since its row comes after the one that was taken away.
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
        ])
        if found[0].first?.text(0) != zone.name {
            try await beginAnew(on: session)
            return true
        }
        guard let day = found[1].first?.intOrNull(0).map({ Int($0) }) else {
            return try await sumUpMonth(before: today, on: session)
        }
        let hours = zone.firstHour(of: day)..<zone.firstHour(of: day + 1)
        _ = try await session.run(
            [
                Statement("BEGIN"),
                Statement(Self.hold, .int4(Int32(day))),
                Statement("DELETE FROM metrics.open_days WHERE day = $1", .int4(Int32(day))),
                Statement("DELETE FROM metrics.day_sums WHERE day = $1", .int4(Int32(day))),
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
                    INSERT INTO metrics.closed_days (day, has_clock) VALUES ($1, true)
                    ON CONFLICT (day) DO UPDATE SET has_clock = true WHERE NOT closed_days.has_clock
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
        _ = try await session.run([
            Statement("BEGIN"),
            Statement("DELETE FROM metrics.month_sums WHERE month = $1", .int4(first)),
            Statement(Self.monthSum, .int4(first), .int4(until)),
            Statement("INSERT INTO metrics.closed_months (month, until) VALUES ($1, $2)", .int4(first), .int4(until)),
            people(month),
            people(ReportPeriod(.quarterly, containing: month.first)),
            Statement("COMMIT"),
        ])
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
            Statement("DELETE FROM metrics.day_sums"),
            Statement("DELETE FROM metrics.closed_days"),
            Statement("DELETE FROM metrics.month_sums"),
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

    /// Waits for the batches that still add to the day, and has others wait that would, in each partition: what is summed up
    /// and the changes that are taken away must be the same.
    private static let hold = """
        INSERT INTO metrics.open_days (partition, day, has_changes)
        SELECT p, $1, true
        FROM generate_series(0, (SELECT partitions - 1 FROM pipeline.settings)) AS p ORDER BY p
        ON CONFLICT (partition, day) DO UPDATE SET day = EXCLUDED.day WHERE false
        """

    /// One scan of the day's cells for all sets; the sets are those of ``SelectSums/kept``.
    private static let sum = """
        INSERT INTO metrics.day_sums (
            dimensions, measure, day, team, channel, category, admin, language, campaign, label, bucket, n, sum
        )
        SELECT concat_ws(',',
                   CASE WHEN grouping(team) = 0 THEN 'team' END, CASE WHEN grouping(channel) = 0 THEN 'channel' END,
                   CASE WHEN grouping(category) = 0 THEN 'category' END, CASE WHEN grouping(admin) = 0 THEN 'admin' END,
                   CASE WHEN grouping(language) = 0 THEN 'language' END,
                   CASE WHEN grouping(campaign) = 0 THEN 'campaign' END),
               measure, $1, team, channel, category, admin, language, campaign, label, bucket, sum(n), sum(sum)
        FROM metrics.cells
        WHERE partition = ANY (ARRAY(SELECT generate_series(0, partitions - 1) FROM pipeline.settings))
          AND hour >= $2 AND hour < $3
        GROUP BY measure, label, bucket, GROUPING SETS (
            (), (team), (channel), (category), (admin), (language), (campaign)
        )
        HAVING sum(n) <> 0 OR sum(sum) <> 0
        """

    /// The hour of the day stands in place of a label.
    private static let clockSum = """
        INSERT INTO metrics.day_sums (dimensions, measure, day, label, bucket, n, sum)
        SELECT 'clock', measure, $1, extract(hour FROM to_timestamp(hour * 3600.0) AT TIME ZONE $4)::int::text, -1, sum(n),
               sum(sum)
        FROM metrics.cells
        WHERE partition = ANY (ARRAY(SELECT generate_series(0, partitions - 1) FROM pipeline.settings))
          AND hour >= $2 AND hour < $3 AND measure = ANY ($5)
        GROUP BY measure, 4
        HAVING sum(n) <> 0
        """

    private static let peopleSum = """
        INSERT INTO metrics.people_sums (month, months, measure, n)
        SELECT $1, $2, m.measure, (
            SELECT count(*) FROM (
                SELECT person FROM metrics.people
                WHERE partition = ANY (ARRAY(SELECT generate_series(0, partitions - 1) FROM pipeline.settings))
                  AND month >= $1 AND month < $1 + $2 AND measure = m.measure
                GROUP BY person
            ) AS p
        )
        FROM (VALUES ('received'), ('opened')) AS m (measure)
        WHERE (SELECT count(*) FROM metrics.closed_months WHERE month >= $3 AND until <= $4) = $2
        ON CONFLICT (month, months, measure) DO UPDATE SET n = EXCLUDED.n
        """

    private static let monthSum = """
        INSERT INTO metrics.month_sums (
            dimensions, measure, month, team, channel, category, admin, language, campaign, label, bucket, n, sum
        )
        SELECT dimensions, measure, $1, team, channel, category, admin, language, campaign, label, bucket, sum(n), sum(sum)
        FROM metrics.day_sums
        WHERE day >= $1 AND day < $2
        GROUP BY dimensions, measure, team, channel, category, admin, language, campaign, label, bucket
        HAVING sum(n) <> 0 OR sum(sum) <> 0
        """
}
