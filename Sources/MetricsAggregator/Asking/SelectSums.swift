import BusinessTime
import Contract
import Figures
import Postgres

/// Adds up cells over days: from the sums of days that are closed, from the cells themselves for the others, unless what has
/// changed since a day was summed up is known of all that is asked for.
///
/// A row tells of a measure, a label and a part, with the buckets packed into one value, two bytes for the bucket and eight
/// for how many it has: a row for each bucket costs more to read than to add up. The sums of days and months are kept so, and
/// one value behind the other is passed on; so a bucket may be there several times.
struct SelectSums {
    /// What the sums are told apart by, beside measure, label and bucket.
    enum Group: Hashable {
        /// The stretches that ``SelectSums/cuts`` make, by number; 0 is what comes before the first cut.
        case stretch
        case hour, hourOfWeek
        case dimension(Dimension)

        fileprivate var word: String {
            switch self {
            case .stretch: ""
            case .hour: "hour"
            case .hourOfWeek: "week"
            case .dimension(let dimension): dimension.rawValue
            }
        }
    }

    /// The sets of dimensions by which days are summed up when they are over: none, and each by itself.
    ///
    /// What is asked for by several at once is added up from the cells. Some measures are kept by the hour of the day too.
    static let kept: [Set<Dimension>] = [[]] + Dimension.allCases.map { [$0] }

    let measures: [Measure]
    /// The first day, and the day after the last.
    let days: Range<Int>
    let zone: ReportZone
    var filter = FigureFilter()
    var group = Group.stretch
    /// The days with which a new stretch begins, in their order.
    var cuts: [Int] = []
    /// Whether labels are told apart.
    var byLabel = true
    /// The measures whose buckets are told.
    var buckets: Set<Measure> = []

    /// How a set of dimensions is called in the table.
    static func name(of dimensions: Set<Dimension>) -> String {
        Dimension.allCases.filter(dimensions.contains).map(\.rawValue).joined(separator: ",")
    }

    var statement: Statement {
        var dimensions = Set(filter.values.keys)
        if case .dimension(let dimension) = group { dimensions.insert(dimension) }
        let isByClock = group == .hourOfWeek && dimensions.isEmpty && measures.allSatisfy(DaySums.byClock.contains)
        let isKept = group == .hourOfWeek ? isByClock : group != .hour && Self.kept.contains(dimensions)
        let hasChanges =
            group == .stretch && dimensions.isEmpty && !byLabel && DayChanges.measures.isSuperset(of: measures)
        let hours = (first: zone.firstHour(of: days.lowerBound), end: zone.firstHour(of: days.upperBound))
        return Statement(
            Self.text,
            parameters: [
                .text(isByClock ? DaySums.clock : Self.name(of: dimensions)), .texts(measures.map(\.rawValue)),
                .int4(Int32(clamping: days.lowerBound)), .int4(Int32(clamping: days.upperBound)), .int4(hours.first),
                .int4(hours.end), .text(zone.name), .bool(isKept), .text(group.word), .bool(byLabel),
                .texts(measures.filter(buckets.contains).map(\.rawValue)),
                value(.team), value(.channel), value(.category), value(.admin), value(.language), value(.campaign),
                .int4s(cuts.map { Int32(clamping: $0) }), .bool(hasChanges),
            ]
        )
    }

    private func value(_ dimension: Dimension) -> Parameter {
        // A parameter that is NULL has no type of its own, so what is not filtered has a mark that no name can have.
        .text(filter[dimension] ?? "\u{1}")
    }

    /// What another zone has summed up is of other days, so that all is added up from the cells until it is thrown away.
    ///
    /// Where no day is open cells are not looked at: while these were few, the server read them all to look for the hours.
    private static let text = """
        WITH kept AS MATERIALIZED (
            SELECT $8 AND EXISTS (SELECT FROM metrics.calendar WHERE zone = $7) AS yes
        ), open AS MATERIALIZED (
            SELECT day FROM metrics.open_days WHERE (SELECT yes FROM kept) AND day >= $3 AND day < $4 AND NOT ($19 AND has_changes)
            UNION
            SELECT day FROM metrics.closed_days
            WHERE (SELECT yes FROM kept) AND $1 = 'clock' AND NOT has_clock AND day >= $3 AND day < $4
        ), hours AS MATERIALIZED (
            SELECT h AS hour, ((to_timestamp(h * 3600.0) AT TIME ZONE $7)::date - DATE '1970-01-01') AS day
            FROM open, generate_series(day * 24 - 15, day * 24 + 38) AS h
            WHERE ((to_timestamp(h * 3600.0) AT TIME ZONE $7)::date - DATE '1970-01-01') = day
        ), months AS MATERIALIZED (
            SELECT month, until FROM metrics.closed_months AS m
            WHERE (SELECT yes FROM kept) AND $9 <> 'week' AND month >= $3 AND until <= $4
              AND width_bucket(month, $18) = width_bucket(until - 1, $18)
              AND NOT EXISTS (SELECT FROM open WHERE open.day >= m.month AND open.day < m.until)
        ), days AS MATERIALIZED (
            SELECT day FROM metrics.closed_days AS d
            WHERE (SELECT yes FROM kept) AND day >= $3 AND day < $4
              AND NOT EXISTS (SELECT FROM open WHERE open.day = d.day)
              AND NOT EXISTS (SELECT FROM months WHERE d.day >= months.month AND d.day < months.until)
        ), parts AS (
            SELECT s.measure, s.label, s.buckets, s.bucket, s.n, s.sum, s.month AS day, 0 AS hour, NULL::int AS clock,
                   s.team, s.channel, s.category, s.admin, s.language, s.campaign
            FROM months JOIN metrics.month_totals AS s USING (month)
            WHERE s.dimensions = $1 AND s.measure = ANY ($2)
            UNION ALL
            SELECT s.measure, s.label, s.buckets, s.bucket, s.n, s.sum, s.day, 0, CASE WHEN $1 = 'clock' THEN s.label::int END,
                   s.team, s.channel, s.category, s.admin, s.language, s.campaign
            FROM days JOIN metrics.day_totals AS s USING (day)
            WHERE s.dimensions = $1 AND s.measure = ANY ($2)
            UNION ALL
            SELECT c.measure, '', NULL, c.bucket, c.n, c.sum, c.day, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL
            FROM metrics.day_changes AS c
            WHERE $19 AND (SELECT yes FROM kept)
              AND c.partition = ANY (ARRAY(SELECT generate_series(0, partitions - 1) FROM pipeline.settings))
              AND c.day >= $3 AND c.day < $4 AND c.measure = ANY ($2)
              AND NOT EXISTS (SELECT FROM open WHERE open.day = c.day)
            UNION ALL
            SELECT c.measure, c.label, NULL, c.bucket, c.n, c.sum, h.day, h.hour, NULL, c.team, c.channel, c.category,
                   c.admin, c.language, c.campaign
            FROM hours AS h
            JOIN metrics.cells AS c
                ON c.partition = ANY (ARRAY(SELECT generate_series(0, partitions - 1) FROM pipeline.settings))
                    AND c.hour = h.hour AND c.measure = ANY ($2)
            WHERE (SELECT count(*) FROM open) > 0
            UNION ALL
            SELECT c.measure, c.label, NULL, c.bucket, c.n, c.sum,
                   ((to_timestamp(c.hour * 3600.0) AT TIME ZONE $7)::date - DATE '1970-01-01'), c.hour, NULL,
                   c.team, c.channel, c.category, c.admin, c.language, c.campaign
            FROM metrics.cells AS c
            WHERE NOT (SELECT yes FROM kept)
              AND c.partition = ANY (ARRAY(SELECT generate_series(0, partitions - 1) FROM pipeline.settings))
              AND c.hour >= $5 AND c.hour < $6 AND c.measure = ANY ($2)
        )
        SELECT measure, label, string_agg(buckets, ''::bytea), part, sum(n)::bigint, sum(sum)::bigint
        FROM (
            SELECT measure, CASE WHEN $10 THEN label ELSE '' END AS label,
                   CASE WHEN measure = ANY ($11) THEN
                       coalesce(buckets, CASE WHEN bucket >= 0 AND n <> 0 THEN int2send(bucket) || int8send(n) END)
                   END AS buckets,
                   CASE $9 WHEN '' THEN width_bucket(day, $18)::text WHEN 'hour' THEN hour::text
                       WHEN 'week' THEN extract(isodow FROM DATE '1970-01-01' + day)::int || ' '
                           || coalesce(clock, extract(hour FROM to_timestamp(hour * 3600.0) AT TIME ZONE $7)::int)
                       WHEN 'team' THEN team WHEN 'channel' THEN channel WHEN 'category' THEN category
                       WHEN 'admin' THEN admin WHEN 'language' THEN language ELSE campaign END AS part,
                   n, sum
            FROM parts
            WHERE ($12 = chr(1) OR team = $12) AND ($13 = chr(1) OR channel = $13) AND ($14 = chr(1) OR category = $14)
              AND ($15 = chr(1) OR admin = $15) AND ($16 = chr(1) OR language = $16) AND ($17 = chr(1) OR campaign = $17)
        ) AS told
        GROUP BY measure, label, part
        HAVING sum(n) <> 0 OR sum(sum) <> 0
        """
}

extension ReportZone {
    /// The hour since 1970 in which a day begins.
    func firstHour(of day: Int) -> Int32 {
        // Far beyond what there is, so that "all that there was" needs no case of its own.
        guard day > -100_000 else { return 0 }
        return start(of: LocalDate(day: day)).hour
    }
}
