import Contract
import Postgres

/// The statements of the mail between partitions of one stage.
struct Mail: Sendable {
    let stage: StageName

    /// Letters that wait in the partitions, each sender's in its own order.
    func waiting(in partitions: [Int], limit: Int) -> Statement {
        Statement(
            """
            SELECT partition, id, sender, kind, conversation, fields FROM pipeline.mail_\(stage.sqlName)
            WHERE partition = ANY ($1::int[])
            ORDER BY id
            LIMIT $2
            """,
            .int4s(partitions.map(Int32.init)),
            .int8(Int64(limit))
        )
    }

    func send(_ letters: [OutgoingLetter]) -> Statement {
        Statement(
            """
            INSERT INTO pipeline.mail_\(stage.sqlName) (partition, stage, sender, kind, conversation, fields)
            SELECT partition, '\(stage)', sender, kind, conversation, fields
            FROM unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::text[])
                WITH ORDINALITY AS n (partition, sender, kind, conversation, fields, place)
            ORDER BY place
            """,
            .int4s(letters.map { Int32($0.to) }),
            .int4s(letters.map { Int32($0.letter.from) }),
            .texts(letters.map(\.letter.kind)),
            .texts(letters.map(\.letter.conversation)),
            .texts(letters.map(\.letter.fields.json))
        )
    }

    /// Takes out the letters that a batch has handled.
    func remove(_ letters: [(partition: Int, id: Int64)]) -> Statement {
        Statement(
            """
            DELETE FROM pipeline.mail_\(stage.sqlName) AS m
            USING unnest($1::int[], $2::bigint[]) AS d (partition, id)
            WHERE m.partition = d.partition AND m.stage = '\(stage)' AND m.id = d.id
            """,
            .int4s(letters.map { Int32($0.partition) }),
            .int8s(letters.map(\.id))
        )
    }
}
