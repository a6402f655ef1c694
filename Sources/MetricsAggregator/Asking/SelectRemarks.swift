import Contract
import Figures
import Postgres
import Satisfaction

/// What users wrote in their answers of a period; of very many a part that is the same each time.
struct SelectRemarks {
    /// So many show what is said again and again, and are read in the time that a report has.
    static let limit = 2_000

    let period: ReportPeriod
    let zone: ReportZone
    let filter: FigureFilter

    var statement: Statement {
        let span = [period.start(in: zone), period.end(in: zone)].map { Parameter.timestamp($0.microseconds) }
        let values = Dimension.allCases.map { Parameter.text(filter[$0] ?? "\u{1}") }
        return Statement(Self.text, parameters: span + values)
    }

    private static let text = """
        SELECT comment, suggestion, band, category, "user" FROM api.surveys
        WHERE sent_at >= $1 - interval '60 days' AND sent_at < $2 AND answered_at >= $1 AND answered_at < $2
          AND (comment IS NOT NULL OR suggestion IS NOT NULL)
          AND ($3 = chr(1) OR team = $3) AND ($4 = chr(1) OR channel = $4) AND ($5 = chr(1) OR category = $5)
          AND ($6 = chr(1) OR resolver = $6) AND ($7 = chr(1) OR language = $7) AND $8 = chr(1)
        ORDER BY md5(survey)
        LIMIT \(limit)
        """

    static func remarks(_ rows: Rows) -> [Remark] {
        rows.flatMap { row in
            Remark.all(
                comment: row.textOrNull(0),
                suggestion: row.textOrNull(1),
                band: row.textOrNull(2).flatMap(Rating.Band.init),
                category: row.textOrNull(3),
                by: row.textOrNull(4)
            )
        }
    }
}

/// What looks as if it had been done for the figures' sake, counted by admin and sign.
struct SelectSigns {
    let period: ReportPeriod
    let zone: ReportZone
    let filter: FigureFilter

    var statement: Statement {
        Statement(
            """
            SELECT coalesce(substring(actor FROM '^admin:(.*)$'), ''), sign, count(*) FROM api.gaming
            WHERE at >= $1 AND at < $2 AND ($3 = chr(1) OR team = $3) AND ($4 = chr(1) OR actor = 'admin:' || $4)
            GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 100
            """,
            .timestamp(period.start(in: zone).microseconds),
            .timestamp(period.end(in: zone).microseconds),
            .text(filter[.team] ?? "\u{1}"),
            .text(filter[.admin] ?? "\u{1}")
        )
    }
}
