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
            var others: [RunningProgram] = []
            for stage in House.stages where stage != "metrics-aggregator" {
                others.append(try await serve(stage, in: house))
            }
            let publisher = CarefulPublisher(house, Traffic.admins(1) + Traffic.conversations(40, entries: 20))
            async let publishing: Void = publisher.publish()
            for fault in ["after-handle:3", "before-commit:5", "after-commit:4"] {
                let victim = try await house.start("metrics-aggregator", fault: fault)
                #expect(try await victim.ending(within: .seconds(60)) == .signal(9))
            }
            let successor = try await serve("metrics-aggregator", in: house)
            try await publishing
            let session = try await house.session()
            try await expectFolded(session)
            let settled = try await house.saypro("verify")
            #expect(settled.contains("no difference"), "\(settled)")

            // What all six have told Prometheus of that work is as Prometheus wants it.
            for program in others + [successor] { try await expectCleanMetrics(of: program) }

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
            do {
                try await house.saypro("verify")
                Issue.record("verify found nothing")
            } catch let failure as ProgramFailed {
                #expect(failure.description.contains("received"), "\(failure)")
            }
            await session.close()
            withExtendedLifetime((others, successor)) {}
        }

        /// Starts a program that serves HTTP at a free port, which its log names.
        private func serve(_ stage: String, in house: House) async throws -> RunningProgram {
            let environment = house.environment.merging(["SAYPRO_HTTP": "127.0.0.1:0"]) { $1 }
            return try await RunningProgram.start("\(RunningProgram.folder)/\(stage)", environment: environment)
        }

        /// Asks a program for its metrics as Prometheus does, and `promtool` what it thinks of them.
        private func expectCleanMetrics(of program: RunningProgram) async throws {
            let pattern = #/"HTTP began to be served".*"port":"?(\d+)/#
            try await eventually(within: .seconds(30), "HTTP to be served") {
                await program.output.contains(pattern)
            }
            let port = try #require(await program.output.firstMatch(of: pattern)).1
            let page = "http://127.0.0.1:\(port)/metrics"
            let metrics = try await RunningProgram.output(of: "curl", ["-sf", page])
            #expect(metrics.contains("saypro_batches_total{"), "\(program.name)")
            let check = "curl -sf \(page) | promtool check metrics"
            let said = try await RunningProgram.output(of: "bash", ["-o", "pipefail", "-c", check])
            #expect(said.isEmpty, "\(program.name): \(said)")
        }

        /// Waits until the aggregator has handled all that there is.
        private func expectFolded(_ session: PostgresSession) async throws {
            try await eventually(within: .seconds(60), "everything folded", asking: .milliseconds(100)) {
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
