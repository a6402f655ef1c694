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
            FROM unnest(
                $1::text[], $2::text[], $3::float8[], $4::float8[], $5::float8[], $6::bigint[], $7::text[], $8::text[]
            ) AS n (id, period, value, numerator, denominator, n, target, verdict)
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
