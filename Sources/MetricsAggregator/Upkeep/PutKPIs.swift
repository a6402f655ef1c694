import Contract
import Figures
import Policy
import Postgres

/// Writes what `api.kpis` shows.
struct PutKPIs {
    let summary: Summary

    var statement: Statement {
        let kpis = summary.kpis
        return Statement(
            """
            INSERT INTO metrics.kpis AS k (id, period, value, numerator, denominator, n, target, verdict, at)
            SELECT id, period, value, numerator, denominator, n, target, verdict, $9
            FROM (
                SELECT
                    unnest($1::text[]) AS id, unnest($2::text[]) AS period, unnest($3::float8[]) AS value,
                    unnest($4::float8[]) AS numerator, unnest($5::float8[]) AS denominator, unnest($6::bigint[]) AS n,
                    unnest($7::text[]) AS target, unnest($8::text[]) AS verdict
            ) AS n
            ON CONFLICT (id, period) DO UPDATE
            SET value = EXCLUDED.value, numerator = EXCLUDED.numerator, denominator = EXCLUDED.denominator,
                n = EXCLUDED.n, target = EXCLUDED.target, verdict = EXCLUDED.verdict, at = EXCLUDED.at
            WHERE (k.value, k.numerator, k.denominator, k.n, k.target, k.verdict) IS DISTINCT FROM
                (EXCLUDED.value, EXCLUDED.numerator, EXCLUDED.denominator, EXCLUDED.n, EXCLUDED.target, EXCLUDED.verdict)
            """,
            .texts(kpis.map(\.kpi.rawValue)),
            .texts(kpis.map(\.period.description)),
            .doubles(kpis.map(\.figure.value)),
            .doubles(kpis.map(\.figure.numerator)),
            .doubles(kpis.map(\.figure.denominator)),
            .int8s(kpis.map { Int64($0.figure.n) }),
            .texts(kpis.map { $0.target?.text }),
            .texts(kpis.map(\.verdict.rawValue)),
            .timestamp(summary.at.microseconds)
        )
    }
}

/// Takes back what `api.kpis` shows of windows that are neither under way nor the last ones before these: nobody corrects
/// them any more, so that they would come to differ from the reports.
struct DropKPIs {
    let ended: Summary

    var statement: Statement {
        let kept = ended.kpis.flatMap { status in
            [status.period, status.period.next].map { (status.kpi.rawValue, $0.description) }
        }
        return Statement(
            """
            DELETE FROM metrics.kpis AS k
            WHERE NOT EXISTS (
                SELECT FROM unnest($1::text[], $2::text[]) AS kept (id, period)
                WHERE kept.id = k.id AND kept.period = k.period
            )
            """,
            .texts(kept.map(\.0)),
            .texts(kept.map(\.1))
        )
    }
}
