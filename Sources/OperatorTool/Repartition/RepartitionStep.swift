import Contract
import Postgres

/// A part of the change of the number of partitions: one transaction, which also notes that it is done.
struct RepartitionStep: Sendable {
    /// Its name, unique, by which it is known to be done.
    let name: String
    /// What it does; the last statement answers how many rows that were.
    let statements: [Statement]

    /// Every step that the plan takes in the database, in the order in which they build on each other.
    ///
    /// What is found through other rows of its partition goes before these.
    static func all(
        _ plan: RepartitionPlan,
        on session: PostgresSession
    ) async throws(PostgresError) -> [RepartitionStep] {
        let months = try await session.query(
            Statement(
                """
                SELECT c.relname::text FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
                WHERE i.inhparent = 'ingest.messages'::regclass ORDER BY 1
                """
            )
        ).map { "ingest.\($0.text(0))" }
        let topics = Topic.allCases
        return topics.map { places(of: $0, plan) } + [ids(plan), parked("parked", plan), parked("discarded", plan)]
            + topics.flatMap { topic in
                [room(for: topic, plan)] + (0..<plan.from).map { events(of: topic, in: $0, plan) }
            }
            + [positions(plan), timers(plan)]
            + months.map { table($0, by: "conversation", plan) }
            + RepartitionedTable.all.filter { $0.name != "ingest.messages" }.map { table($0.name, by: $0.key, plan) }
            + MergedTable.all.map { merged($0, plan) }
            // The letters of the notifier have moved by now, by which what came back of them finds its way.
            + [replans(plan), bounces(plan), mail(plan)]
            + topics.map { oldRanges(of: $0, plan) }
    }

    /// Moves rows to the partitions of their keys; a row whose key is not known stays, as far as its partition does.
    private static func table(_ name: String, by key: String, _ plan: RepartitionPlan) -> RepartitionStep {
        let place = "coalesce(pipeline.partition_of(\(key), \(plan.to)), t.partition % \(plan.to))"
        // A case notes its last steps for a trigger, which must not take them for new ones.
        let more = name == "router.cases" ? ", steps = ''" : ""
        return RepartitionStep(
            name: name,
            statements: [
                Statement(
                    """
                    WITH moved AS (
                        UPDATE \(name) AS t SET partition = \(place)\(more)
                        WHERE t.partition <> \(place)
                        RETURNING 1
                    )
                    SELECT count(*) FROM moved
                    """
                )
            ]
        )
    }

    /// Adds up rows that are sums over a partition's things: they may stand in any partition that there is.
    private static func merged(_ table: MergedTable, _ plan: RepartitionPlan) -> RepartitionStep {
        let keys = (["partition % \(plan.to) AS partition"] + table.keys).joined(separator: ", ")
        let columns = (["partition"] + table.keys + table.sums).joined(separator: ", ")
        let sums = table.sums.map { ", sum(\($0))::bigint AS \($0)" }.joined()
        let places = (1...table.keys.count + 1).map(String.init).joined(separator: ", ")
        return RepartitionStep(
            name: table.name,
            statements: [
                Statement(
                    """
                    CREATE TEMP TABLE kept ON COMMIT DROP AS
                    SELECT \(keys)\(sums) FROM \(table.name) GROUP BY \(places)
                    """
                ),
                Statement("DELETE FROM \(table.name)"),
                Statement(
                    """
                    WITH put AS (
                        INSERT INTO \(table.name) (\(columns)) SELECT \(columns) FROM kept RETURNING 1
                    )
                    SELECT count(*) FROM put
                    """
                ),
            ]
        )
    }
}
