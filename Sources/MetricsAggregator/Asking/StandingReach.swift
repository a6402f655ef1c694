import BusinessTime
import Contract
import Figures
import Policy
import Postgres

/// Up to when it is known what stands at the end of a period: of one that is under way, up to now.
///
/// When a wait will be late is known as soon as it begins, and counted in the hour of that time. Until that hour has come it
/// is not late.
struct StandingReach {
    /// What is counted in an hour that may be still to come.
    static let foreseen: Set<Measure> = [.late, .lateFlags]

    /// The day after the last one that counts.
    let endDay: Int
    /// Its first hour.
    let end: Int32
    /// The hours of the days that count which are still to come.
    let ahead: Range<Int32>

    /// What stands at the end of the day before `day`.
    init(until day: Int, at now: Instant, in zone: ReportZone) {
        let today = zone.date(at: now).day
        endDay = min(day, today + 1)
        end = zone.firstHour(of: endDay)
        ahead = (day > today ? min(now.hour + 1, end) : end)..<end
    }

    /// Whether what a cell counts has come by then.
    func contains(_ key: CellKey) -> Bool {
        key.hour < end && !(Self.foreseen.contains(key.measure) && ahead.contains(key.hour))
    }
}

/// Takes away from what stands what is still to come of today.
///
/// These hours have cells of nothing else yet, so that few are read.
struct SelectForeseen {
    let measures: [Measure]
    let hours: Range<Int32>
    let filter: FigureFilter
    /// What it is told apart by; nil for the stretch that today lies in.
    let dimension: Dimension?
    let stretch: Int

    /// Rows as those of ``SelectSums``.
    var statement: Statement {
        Statement(
            """
            SELECT measure, '', NULL::bytea, part, -sum(n)::bigint, -sum(sum)::bigint
            FROM (
                SELECT measure, n, sum,
                       CASE $4 WHEN '' THEN $5 WHEN 'team' THEN team WHEN 'channel' THEN channel WHEN 'category' THEN category
                           WHEN 'admin' THEN admin WHEN 'language' THEN language ELSE campaign END AS part
                FROM metrics.cells
                WHERE partition = ANY (ARRAY(SELECT generate_series(0, partitions - 1) FROM pipeline.settings))
                  AND hour >= $2 AND hour < $3 AND measure = ANY ($1)
                  AND ($6 = chr(1) OR team = $6) AND ($7 = chr(1) OR channel = $7) AND ($8 = chr(1) OR category = $8)
                  AND ($9 = chr(1) OR admin = $9) AND ($10 = chr(1) OR language = $10) AND ($11 = chr(1) OR campaign = $11)
            ) AS told
            GROUP BY measure, part
            HAVING sum(n) <> 0
            """,
            parameters: [
                .texts(measures.map(\.rawValue)), .int4(hours.lowerBound), .int4(hours.upperBound),
                .text(dimension?.rawValue ?? ""), .text(String(stretch)), value(.team), value(.channel),
                value(.category),
                value(.admin), value(.language), value(.campaign),
            ]
        )
    }

    private func value(_ dimension: Dimension) -> Parameter { .text(filter[dimension] ?? "\u{1}") }
}
