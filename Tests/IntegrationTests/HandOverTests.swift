import Glibc
import Postgres
import TestKit
import Testing

extension FaultTests {
    @Suite(.serialized)
    struct HandOver {
        @Test(arguments: House.stages)
        func `a killed program's partitions move on within three seconds`(stage: String) async throws {
            let house = try await House.prepare()
            let others = try await house.startAll()
            let victim = try await house.start(stage)
            let session = try await house.session()
            try await eventually(within: .seconds(20), "an even share") {
                try await Self.shares(of: stage, session) == [8, 8]
            }
            let before = CarefulPublisher(house, Traffic.admins(2) + Traffic.conversations(100, entries: 10))
            async let publishing: Void = before.publish()
            try await eventually(within: .seconds(20), "some load") { await before.acceptedCount > 300 }

            let killed = ContinuousClock.now
            try await victim.kill9()
            try await eventually(within: .seconds(10), "one owner of all partitions", asking: .milliseconds(20)) {
                try await Self.shares(of: stage, session) == [16]
            }
            #expect(ContinuousClock.now - killed < .seconds(3))

            try await publishing
            try await Inspection(house: house).expectNoTrace(of: before)
            await session.close()
            withExtendedLifetime(others) {}
        }

        @Test(arguments: House.stages)
        func `a program asked to stop under load drains and leaves nothing to be done again`(
            stage: String
        ) async throws {
            let house = try await House.prepare()
            let others = try await house.startAll()
            let leaver = try await house.start(stage)
            let session = try await house.session()
            try await eventually(within: .seconds(20), "an even share") {
                try await Self.shares(of: stage, session) == [8, 8]
            }
            // So patient that it sends nothing twice: a receipt that says duplicate would be work done again.
            let publisher = CarefulPublisher(
                house,
                Traffic.admins(2) + Traffic.conversations(200, entries: 20),
                patience: .seconds(60)
            )
            async let publishing: Void = publisher.publish()
            try await eventually(within: .seconds(30), "some load") { await publisher.acceptedCount > 800 }

            let asked = ContinuousClock.now
            await leaver.send(SIGTERM)
            #expect(try await leaver.ending(within: .seconds(20)) == .exit(0))
            #expect(ContinuousClock.now - asked < .seconds(5))

            try await publishing
            #expect(await publisher.duplicates == 0)
            try await Inspection(house: house).expectNoTrace(of: publisher)
            await session.close()
            withExtendedLifetime(others) {}
        }

        @Test(arguments: House.stages)
        func `a program that hangs loses its partitions and does no harm when it wakes`(
            stage: String
        ) async throws {
            let house = try await House.prepare()
            let others = try await house.startAll()
            let sleeper = try await house.start(stage)
            let session = try await house.session()
            try await eventually(within: .seconds(20), "an even share") {
                try await Self.shares(of: stage, session) == [8, 8]
            }
            let publisher = CarefulPublisher(house, Traffic.admins(2) + Traffic.conversations(100, entries: 20))
            async let publishing: Void = publisher.publish()
            try await eventually(within: .seconds(30), "some load") { await publisher.acceptedCount > 500 }

            await sleeper.send(SIGSTOP)
            try await eventually(within: .seconds(60), "one owner of all partitions") {
                try await Self.shares(of: stage, session) == [16]
            }
            await sleeper.send(SIGCONT)

            try await publishing
            try await Inspection(house: house).expectNoTrace(of: publisher)
            #expect(await sleeper.isRunning)
            await session.close()
            withExtendedLifetime(others) {}
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
