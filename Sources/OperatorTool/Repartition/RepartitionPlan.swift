import Contract
import Postgres

/// From how many partitions to how many, and where the log goes on.
struct RepartitionPlan: Sendable, Equatable {
    /// How many numbers a range of the log has, as `pipeline.extend_log` makes them.
    static let rangeWidth: Int64 = 1_048_576
    /// The type of the event that begins each partition of each topic anew; no stage consumes it.
    static let eventType = "partitions.changed"

    let from: Int
    let to: Int
    /// The number of the first event that a partition of the new log may have.
    ///
    /// It begins a range behind every number that there has been: so old and new never meet in a key, and a subscriber's old
    /// place is before everything.
    let firstSeq: Int64
    /// The number of the event that begins each partition.
    ///
    /// It is `firstSeq`, or the one after it where the log does not reach back to its beginning, which a rebuild of the figures
    /// has to notice.
    let markerSeq: Int64
    /// How many `inbound` streams publishers may still write to.
    let doors: Int

    /// A new plan for a database as it is now.
    static func make(to count: Int, on session: PostgresSession) async throws(PostgresError) -> RepartitionPlan? {
        let rows = try await session.run([
            Statement("SELECT partitions, first_seq, greatest(doors, partitions) FROM pipeline.settings"),
            Statement("SELECT coalesce(max(seq), 0) FROM pipeline.heads"),
            Statement(
                """
                SELECT EXISTS (
                    SELECT FROM pipeline.heads AS h
                    WHERE h.seq >= (SELECT first_seq FROM pipeline.settings) AND NOT EXISTS (
                        SELECT FROM pipeline.events AS e
                        WHERE e.partition = h.partition AND e.topic = h.topic
                          AND e.seq = (SELECT first_seq FROM pipeline.settings)
                    )
                )
                """
            ),
        ])
        guard let settings = rows[0].first, let highest = rows[1].first?.int(0) else { return nil }
        let first = (highest / rangeWidth + 1) * rangeWidth
        let isCut = rows[2].first?.bool(0) ?? false
        return RepartitionPlan(
            from: Int(settings.int(0)),
            to: count,
            firstSeq: first,
            markerSeq: isCut ? first + 1 : first,
            doors: max(Int(settings.int(2)), count)
        )
    }

    /// The plan that is under way; nil when none is.
    static func underWay(on session: PostgresSession) async throws(PostgresError) -> RepartitionPlan? {
        let columns = "from_count, to_count, first_seq, marker_seq, doors"
        return try await session.query(Statement("SELECT \(columns) FROM pipeline.repartitioning")).first.map { row in
            RepartitionPlan(
                from: Int(row.int(0)),
                to: Int(row.int(1)),
                firstSeq: row.int(2),
                markerSeq: row.int(3),
                doors: Int(row.int(4))
            )
        }
    }

    /// Takes the number of partitions away, so that nothing begins before the last step has put the new one in its place.
    var begin: [Statement] {
        [
            Statement(
                """
                INSERT INTO pipeline.repartitioning (from_count, to_count, first_seq, marker_seq, doors)
                VALUES ($1, $2, $3, $4, $5)
                """,
                .int4(Int32(from)),
                .int4(Int32(to)),
                .int8(firstSeq),
                .int8(markerSeq),
                .int4(Int32(doors))
            ),
            Statement("DELETE FROM pipeline.settings"),
            Audit.row(action: "repartition.begin", subject: "partitions", detail: detail),
        ]
    }

    /// Puts the new number of partitions in force.
    var end: [Statement] {
        [
            Statement(
                "INSERT INTO pipeline.settings (partitions, first_seq, doors) VALUES ($1, $2, $3)",
                .int4(Int32(to)),
                .int8(firstSeq),
                .int4(Int32(doors))
            ),
            Statement("TRUNCATE pipeline.places, pipeline.repartitioned, pipeline.repartitioning"),
            Audit.row(action: "repartition.end", subject: "partitions", detail: detail),
        ]
    }

    private var detail: JSONValue { ["from": .integer(Int64(from)), "to": .integer(Int64(to))] }
}
