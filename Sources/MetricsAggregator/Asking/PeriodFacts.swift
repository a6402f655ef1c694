import BusinessTime
import Contract
import Figures
import Postgres

/// Everything that the figures of a period, or of one part of it, are worked out from.
struct PeriodFacts: Sendable {
    let period: ReportPeriod
    /// What happened in the period.
    var sums = Sums()
    /// What adds up from the beginning of time to the period's end: what was open then.
    var standing = Sums()
    /// What happened in the period before.
    var before = Sums()
    /// What is not counted in cells; nil for a part of the whole, of which it is not known.
    var others: OtherFacts?

    /// The measures whose sums up to an instant say what stands at it.
    static let standingMeasures: [Measure] = [.open, .openEscalated, .late, .lateFlags]
    /// All others.
    static let measures = Measure.allCases.filter { !standingMeasures.contains($0) }
}

/// What is not counted in cells.
struct OtherFacts: Sendable, Equatable {
    /// Users who wrote, and users who reported a malfunction, each once; for months and quarters alone.
    var writers: Int?
    var reporters: Int?
    /// What the site says of its users; nil where it has said nothing.
    var activeUsers: Int?
    /// Flags upheld, and those of them that came after an earlier flag on the same had been upheld.
    var upheld = 0
    var recurring = 0
    /// Days on which an admin was online, added up over the admins.
    var adminDays = 0
    /// The same by admin.
    var daysOfAdmin: [String: Int] = [:]
    /// The live chat's hours, and how much of them somebody was online.
    var chatHours = Duration.zero
    var covered = Duration.zero
}

/// The statements that ``OtherFacts`` are read with, in their order.
struct SelectOtherFacts {
    let period: ReportPeriod
    let zone: ReportZone
    /// How far back an upheld flag makes one recur.
    let lookBack: Duration
    /// Whether those who wrote are counted beside those who reported.
    let withWriters: Bool

    var statements: [Statement] {
        let (start, end) = (period.start(in: zone), period.end(in: zone))
        let months = Int32(period.first.year * 12 + period.first.month - 1)
        let text = period.description
        return [
            Statement(
                """
                SELECT m.measure, coalesce(
                    (
                        SELECT s.n FROM metrics.people_sums AS s
                        WHERE s.month = ($1::int[])[1] AND s.months = cardinality($1) AND s.measure = m.measure
                          AND (SELECT count(*) FROM metrics.closed_months WHERE month >= $3 AND until <= $4) = s.months
                          AND NOT EXISTS (SELECT FROM metrics.open_days WHERE day >= $3 AND day < $4)
                    ), (
                        SELECT count(*) FROM (
                            SELECT person FROM metrics.people
                            WHERE partition = ANY (ARRAY(SELECT generate_series(0, partitions - 1) FROM pipeline.settings))
                              AND month = ANY ($1) AND measure = m.measure
                            GROUP BY person
                        ) AS p
                    )
                )
                FROM unnest($2::text[]) AS m (measure)
                """,
                .int4s((0..<(period.kind == .quarterly ? 3 : period.kind == .monthly ? 1 : 0)).map { months + $0 }),
                .texts((withWriters ? [Measure.received, .opened] : [.opened]).map(\.rawValue)),
                .int4(Int32(clamping: period.first.day)),
                .int4(Int32(clamping: period.end.day))
            ),
            Statement(
                """
                SELECT coalesce(max(active_users) FILTER (WHERE campaign = ''), sum(active_users))::bigint
                FROM metrics.usage WHERE period = $1
                """,
                .text(text)
            ),
            Statement(
                """
                SELECT count(*), count(*) FILTER (WHERE \(SelectRecurring.condition))
                FROM metrics.upheld AS u WHERE u.at >= $1 AND u.at < $2
                """,
                .timestamp(start.microseconds),
                .timestamp(end.microseconds),
                .double(lookBack / .seconds(1))
            ),
            Statement(
                """
                WITH RECURSIVE known AS (
                    (SELECT partition, admin FROM metrics.presence ORDER BY partition, admin LIMIT 1)
                    UNION ALL
                    SELECT n.partition, n.admin FROM known AS k CROSS JOIN LATERAL (
                        SELECT p.partition, p.admin FROM metrics.presence AS p
                        WHERE (p.partition, p.admin) > (k.partition, k.admin) ORDER BY p.partition, p.admin LIMIT 1
                    ) AS n
                )
                SELECT k.admin, f.at, f.status FROM known AS k CROSS JOIN LATERAL (
                    (SELECT p.at, p.status FROM metrics.presence AS p
                     WHERE p.partition = k.partition AND p.admin = k.admin AND p.at >= $1 AND p.at < $2)
                    UNION ALL
                    (SELECT $1, p.status FROM metrics.presence AS p
                     WHERE p.partition = k.partition AND p.admin = k.admin AND p.at < $1 ORDER BY p.at DESC LIMIT 1)
                ) AS f
                ORDER BY 1, 2
                """,
                .timestamp(start.microseconds),
                .timestamp(end.microseconds)
            ),
        ]
    }

    /// What their rows say; `now` is as far as anything is known.
    func facts(_ rows: ArraySlice<Rows>, calendar: BusinessCalendar?, now: Instant) -> OtherFacts {
        let rows = Array(rows)
        var facts = OtherFacts()
        if period.kind == .monthly || period.kind == .quarterly {
            (facts.writers, facts.reporters) = (withWriters ? 0 : nil, 0)
            for row in rows[0] {
                if row.text(0) == Measure.received.rawValue { facts.writers = Int(row.int(1)) }
                if row.text(0) == Measure.opened.rawValue { facts.reporters = Int(row.int(1)) }
            }
        }
        facts.activeUsers = rows[1].first?.intOrNull(0).map { Int($0) }
        facts.upheld = Int(rows[2].first?.int(0) ?? 0)
        facts.recurring = Int(rows[2].first?.int(1) ?? 0)
        let presences = rows[3].map {
            (admin: $0.text(0), at: Instant(microseconds: $0.timestamp(1)), status: $0.text(2))
        }
        let end = min(period.end(in: zone), max(now, period.start(in: zone)))
        var online: [Period] = []
        var days: [String: Set<Int>] = [:]
        for (place, presence) in presences.enumerated() where presence.status == "online" {
            let next = place + 1 < presences.count ? presences[place + 1] : nil
            let until = min(next?.admin == presence.admin ? next?.at ?? end : end, end)
            guard presence.at < until, let stretch = Period(presence.at, until) else { continue }
            online.append(stretch)
            let last = zone.date(at: Instant(microseconds: until.microseconds - 1)).day
            days[presence.admin, default: []].formUnion(zone.date(at: presence.at).day...last)
        }
        facts.daysOfAdmin = days.mapValues(\.count)
        facts.adminDays = facts.daysOfAdmin.values.reduce(0, +)
        if let calendar {
            let hours = calendar.openPeriods(from: period.start(in: zone), to: end)
            facts.chatHours = hours.reduce(.zero) { $0 + ($1.end - $1.start) }
            facts.covered = Self.overlap(hours, online.union)
        }
        return facts
    }

    private static func overlap(_ some: [Period], _ others: [Period]) -> Duration {
        var overlap = Duration.zero
        var place = others.startIndex
        for period in some {
            while place < others.endIndex, others[place].end <= period.start { place += 1 }
            var at = place
            while at < others.endIndex, others[at].start < period.end {
                overlap += min(others[at].end, period.end) - max(others[at].start, period.start)
                at += 1
            }
        }
        return overlap
    }
}
