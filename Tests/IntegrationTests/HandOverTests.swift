import Glibc
import Postgres
import TestKit
import Testing

extension FaultTests {
    @Suite(.serialized)
    struct HandOver {
        @Test
        func `a killed program's partitions move on within three seconds`() async throws {
            let house = try await House.prepare()
            let (others, victims) = (try await house.startAll(), try await house.startAll())
            let session = try await house.session()
            try await Self.awaitEvenShares(session)
            let publisher = CarefulPublisher(house, Traffic.admins(2) + Traffic.conversations(100, entries: 30))
            async let publishing: Void = publisher.publish()

            for (count, (stage, victim)) in zip(House.stages, victims).enumerated() {
                try await eventually(within: .seconds(30), "some load") {
                    await publisher.acceptedCount > 300 * (count + 1)
                }
                let killed = ContinuousClock.now
                try await victim.kill9()
                try await eventually(within: .seconds(10), "one owner of all partitions", asking: .milliseconds(20)) {
                    try await Self.shares(of: stage, session) == [16]
                }
                #expect(ContinuousClock.now - killed < .seconds(3), "the partitions of \(stage)")
            }

            try await publishing
            try await Inspection(house: house).expectNoTrace(of: [publisher])
            await session.close()
            withExtendedLifetime(others) {}
        }

        @Test
        func `a program asked to stop under load drains and leaves nothing to be done again`() async throws {
            let house = try await House.prepare()
            let (others, leavers) = (try await house.startAll(), try await house.startAll())
            let session = try await house.session()
            try await Self.awaitEvenShares(session)
            // So patient that it sends nothing twice: a receipt that says duplicate would be work done again.
            let publisher = CarefulPublisher(
                house,
                Traffic.admins(2) + Traffic.conversations(100, entries: 30),
                patience: .seconds(60)
            )
            async let publishing: Void = publisher.publish()

            for (count, (stage, leaver)) in zip(House.stages, leavers).enumerated() {
                try await eventually(within: .seconds(30), "some load") {
                    await publisher.acceptedCount > 300 * (count + 1)
                }
                let asked = ContinuousClock.now
                await leaver.send(SIGTERM)
                #expect(try await leaver.ending(within: .seconds(20)) == .exit(0))
                #expect(ContinuousClock.now - asked < .seconds(5), "the end of \(stage)")
            }

            try await publishing
            #expect(await publisher.duplicates == 0)
            try await Inspection(house: house).expectNoTrace(of: [publisher])
            await session.close()
            withExtendedLifetime(others) {}
        }

        @Test
        func `a program that hangs loses its partitions and does no harm when it wakes`() async throws {
            let house = try await House.prepare()
            let (others, sleepers) = (try await house.startAll(), try await house.startAll())
            let session = try await house.session()
            try await Self.awaitEvenShares(session)
            let publisher = CarefulPublisher(house, Traffic.admins(2) + Traffic.conversations(100, entries: 30))
            async let publishing: Void = publisher.publish()
            try await eventually(within: .seconds(30), "some load") { await publisher.acceptedCount > 500 }

            for sleeper in sleepers { await sleeper.send(SIGSTOP) }
            for stage in House.stages {
                try await eventually(
                    within: .seconds(60),
                    "one owner of all partitions of \(stage)",
                    asking: .milliseconds(100)
                ) {
                    try await Self.shares(of: stage, session) == [16]
                }
            }
            for sleeper in sleepers { await sleeper.send(SIGCONT) }

            try await publishing
            try await Inspection(house: house).expectNoTrace(of: [publisher])
            for sleeper in sleepers { #expect(await sleeper.isRunning) }
            await session.close()
            withExtendedLifetime(others) {}
        }

        private static func awaitEvenShares(_ session: PostgresSession) async throws {
            for stage in House.stages {
                try await eventually(within: .seconds(30), "an even share of \(stage)", asking: .milliseconds(100)) {
                    try await shares(of: stage, session) == [8, 8]
                }
            }
        }

        /// How many partitions each owner of the stage has, in ascending order.
        private static func shares(of stage: String, _ session: PostgresSession) async throws -> [Int64] {
            let rows = try await session.query(
                Statement(
                    """
                    SELECT count(*) FROM pg_locks
                    JOIN pipeline.stages ON stages.stage = $1 AND pg_locks.classid = stages.lock_class::oid
                    WHERE locktype = 'advisory' AND granted AND mode = 'ExclusiveLock' AND objsubid = 2
                        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    GROUP BY pid ORDER BY 1
                    """,
                    .text(stage)
                )
            )
            return rows.map { $0.int(0) }
        }
    }
}
