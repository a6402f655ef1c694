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
