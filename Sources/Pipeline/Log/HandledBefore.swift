import Contract
import Postgres

/// What stages had handled beyond their positions when the number of partitions was changed.
///
/// Partitions that are joined may have been handled to different lengths, which one position cannot say. The ranges are
/// few, written by `saypro repartition` alone, and of no more use once the position has passed them.
enum HandledBefore {
    static func load(by stage: StageName, in partitions: [Int]) -> Statement {
        Statement(
            """
            SELECT h.partition, h.topic, h.from_seq, h.upto_seq FROM pipeline.handled_before AS h
            JOIN pipeline.positions_\(stage.sqlName) AS p
              ON p.partition = h.partition AND p.stage = h.stage AND p.topic = h.topic AND p.seq < h.upto_seq
            WHERE h.partition = ANY ($1::int[]) AND h.stage = '\(stage)'
            """,
            .int4s(partitions.map(Int32.init))
        )
    }
}
