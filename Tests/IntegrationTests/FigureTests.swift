import Postgres
import TestKit
import Testing

extension FaultTests {
    /// Figures, from the entry in Redis to the recount in SQL, while the aggregator is killed.
    @Suite(.serialized)
    struct Figures {
        @Test func `a killed aggregator counts nothing twice and misses nothing, and verify names what is spoilt`()
            async throws
        {
            let house = try await House.prepare(partitions: 4)
            let others = try await house.startAll(but: ["metrics-aggregator"])
            let publisher = CarefulPublisher(house, Traffic.admins(1) + Traffic.conversations(40, entries: 20))
            async let publishing: Void = publisher.publish()
            for fault in ["after-handle:3", "before-commit:5", "after-commit:4"] {
                let victim = try await house.start("metrics-aggregator", fault: fault)
                #expect(try await victim.ending(within: .seconds(60)) == .signal(9))
            }
            let successor = try await house.start("metrics-aggregator")
            try await publishing
            let session = try await house.session()
            try await expectFolded(session)
            let settled = try await house.saypro("verify")
            #expect(settled.contains("no difference"), "\(settled)")

            let messages = "SELECT count(*) FROM api.messages WHERE role = 'user'"
            let received = "SELECT sum(n)::bigint FROM metrics.cells WHERE measure = 'received'"
            let counts = try await session.run([Statement(messages), Statement(received)])
            #expect(counts[0].first?.int(0) == counts[1].first?.int(0))
            #expect((counts[0].first?.int(0) ?? 0) > 400)

            // Whole weeks of work are thrown away and folded again, beside everything that runs.
            try await house.saypro("rebuild", "metrics")
            try await expectFolded(session)
            #expect(try await house.saypro("verify").contains("no difference"))

            let spoilt = try await session.query(
                Statement(
                    """
                    UPDATE metrics.cells SET n = n + 1 WHERE (tableoid, ctid) = (
                        SELECT tableoid, ctid FROM metrics.cells WHERE measure = 'received' AND n > 0 LIMIT 1)
                    RETURNING n
                    """
                )
            )
            #expect(spoilt.count == 1)
            await #expect(throws: (any Error).self) { try await house.saypro("verify") }
            await session.close()
            withExtendedLifetime((others, successor)) {}
        }

        /// Waits until the aggregator has handled all that there is.
        private func expectFolded(_ session: PostgresSession) async throws {
            try await eventually(within: .seconds(60), "everything folded") {
                let behind = try await session.query(
                    Statement(
                        """
                        SELECT FROM pipeline.heads AS h
                        LEFT JOIN pipeline.positions AS p
                            ON p.stage = 'metrics-aggregator' AND p.topic = h.topic AND p.partition = h.partition
                        WHERE h.seq > coalesce(p.seq, 0)
                        UNION ALL
                        SELECT FROM pipeline.heads AS h JOIN pipeline.positions AS p USING (topic, partition)
                        WHERE h.seq > p.seq
                        """
                    )
                )
                return behind.isEmpty
            }
        }
    }
}
