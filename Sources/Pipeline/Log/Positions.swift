import Contract
import Postgres

/// The statements of a stage's positions: how far it has handled each partition of each topic.
struct Positions: Sendable {
    private let stage: StageName
    private let moves: [Topic: RowsText]

    init(stage: StageName) {
        self.stage = stage
        moves = Dictionary(uniqueKeysWithValues: Topic.allCases.map { ($0, Self.move(stage, in: $0)) })
    }

    /// Makes sure that each partition has a position in each topic.
    func open(_ topics: [Topic], in partitions: [Int]) -> Statement {
        Statement(
            """
            INSERT INTO pipeline.positions_\(stage.sqlName) (partition, stage, topic, seq)
            SELECT partition, '\(stage)', topic, (SELECT first_seq - 1 FROM pipeline.settings)
            FROM unnest($1::int[]) AS partition CROSS JOIN unnest($2::text[]) AS topic
            ON CONFLICT DO NOTHING
            """,
            .int4s(partitions.map(Int32.init)),
            .texts(topics.map(\.rawValue))
        )
    }

    func load(in partitions: [Int]) -> Statement {
        Statement(
            "SELECT topic, partition, seq FROM pipeline.positions_\(stage.sqlName) WHERE partition = ANY ($1::int[])",
            .int4s(partitions.map(Int32.init))
        )
    }

    /// Moves positions in a topic from where their owner left them, and no further than the topic's head.
    ///
    /// Two things fail it, and with it the whole batch: somebody else has moved a position, such as a rebuild of the figures;
    /// or Redis tells of events that PostgreSQL does not have, as after a restore or after the loss of a replica that lagged.
    /// Nothing of those may take effect, and their numbers will be those of other events, which must not be passed over.
    /// The topic's owner publishes the stream anew when it finds it ahead; until then a lane that reads from it begins again.
    func move(_ moves: [PositionMove], in topic: Topic) -> Statement {
        Statement(
            self.moves[topic] ?? Self.move(stage, in: topic),
            rows: moves.count,
            .int4s(moves.map { Int32($0.partition) }),
            .int8s(moves.map(\.after)),
            .int8s(moves.map(\.upto)),
            .int8(Int64(moves.count))
        )
    }

    /// The topic stands in the text, so that the plan has its heads alone and not those of all topics: 144 µs of the server
    /// instead of 231.
    private static func move(_ stage: StageName, in topic: Topic) -> RowsText {
        RowsText(
            """
            WITH moved AS (
                UPDATE pipeline.positions_\(stage.sqlName) AS p SET seq = n.upto
                FROM (
                    SELECT
                        unnest($1::int[]) AS partition, unnest($2::bigint[]) AS after, unnest($3::bigint[]) AS upto
                ) AS n
                WHERE p.partition = n.partition AND p.stage = '\(stage)' AND p.topic = '\(topic.rawValue)'
                  AND p.seq = n.after AND n.upto <= (
                      SELECT h.seq FROM pipeline.heads AS h
                      WHERE h.partition = n.partition AND h.topic = '\(topic.rawValue)'
                  )
                RETURNING 1
            )
            SELECT pipeline.expect_rows(count(*), $4) FROM moved
            """
        )
    }
}

/// How far a batch moves a stage's position in one partition of a topic.
struct PositionMove: Sendable, Equatable {
    let partition: Int
    let after: Int64
    let upto: Int64
}
