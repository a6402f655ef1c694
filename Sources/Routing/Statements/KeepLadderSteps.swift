import Contract
import Postgres

/// Reads the steps of ladders that were taken in cases.
struct SelectLadderSteps {
    let cases: [(partition: Int, id: CaseID)]

    var statement: Statement {
        Statement(
            """
            SELECT s.partition, s."case", s.clock, s.step
            FROM unnest($1::int[], $2::text[]) AS k (partition, "case")
            JOIN router.ladder_steps AS s ON s.partition = k.partition AND s."case" = k."case"
            """,
            .int4s(cases.map { Int32($0.partition) }),
            .texts(cases.map(\.id.rawValue))
        )
    }
}

extension LadderStep {
    /// A step as ``SelectLadderSteps`` gives it.
    init(_ row: Row) {
        self.init(
            partition: Int(row.int(0)),
            case: CaseID(row.text(1)),
            clock: row.text(2),
            step: row.text(3)
        )
    }
}

/// Notes the steps that a batch has taken, so that none is taken twice.
struct InsertLadderSteps {
    let steps: [LadderStep]

    var statement: Statement {
        Statement(
            """
            INSERT INTO router.ladder_steps (partition, "case", clock, step)
            SELECT partition, "case", clock, step
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::text[]) AS "case", unnest($3::text[]) AS clock,
                    unnest($4::text[]) AS step
            ) AS n
            """,
            .int4s(steps.map { Int32($0.partition) }),
            .texts(steps.map(\.case.rawValue)),
            .texts(steps.map(\.clock)),
            .texts(steps.map(\.step))
        )
    }
}
