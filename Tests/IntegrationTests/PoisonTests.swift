import Contract
import Glibc
import Postgres
import TestKit
import Testing

extension FaultTests {
    @Suite(.serialized)
    struct Poison {
        /// An event that a stage cannot handle, put into the log behind its writer's back.
        struct Sample: Sendable, CustomTestStringConvertible {
            let reader: String
            /// Other stages that read the topic, and park the event as well.
            var others: [String] = []
            let writer: String
            let topic: String
            let type: String
            let version: Int32
            let fields: String
            var testDescription: String { "\(type) v\(version) for the \(reader)" }
        }

        static let samples = [
            Sample(
                reader: "router",
                writer: "ingest",
                topic: "commands",
                type: "message.post",
                version: 1,
                fields: #"{"role":"ghost"}"#
            ),
            Sample(
                reader: "router",
                writer: "ingest",
                topic: "commands",
                type: "message.post",
                version: 99,
                fields: "{}"
            ),
            Sample(
                reader: "notifier",
                others: ["sla-monitor", "metrics-aggregator"],
                writer: "router",
                topic: "cases",
                type: "case.assigned",
                version: 99,
                fields: "{}"
            ),
        ]

        @Test(arguments: samples)
        func `a poisoned event parks its conversation and no other`(sample: Sample) async throws {
            let house = try await House.prepare(partitions: 2)
            let programs = try await house.startAll()
            let session = try await house.session()
            let before = CarefulPublisher(house, Traffic.admins(2) + Traffic.conversations(20, entries: 9))
            try await before.publish()
            try await Inspection(house: house).expectNoTrace(of: [before])

            let writer = programs[House.stages.firstIndex(of: sample.writer) ?? 0]
            await writer.send(SIGTERM)
            _ = try await writer.ending(within: .seconds(10))
            let poisoned = "c-7"
            try await Self.plant(sample, in: poisoned, house, session)
            let successor = try await house.start(sample.writer)

            let after = CarefulPublisher(house, Traffic.conversations(20, entries: 16).map { Array($0.suffix(7)) })
            try await after.publish()
            let readers = ([sample.reader] + sample.others).sorted()
            try await eventually(
                within: .seconds(30),
                "the poison to be parked with what follows it",
                asking: .milliseconds(100)
            ) {
                let rows = try await session.query(
                    Statement("SELECT DISTINCT stage, conversation FROM api.parked ORDER BY stage")
                )
                return rows.map { "\($0.text(0)) \($0.text(1))" } == readers.map { "\($0) \(poisoned)" }
            }
            try await eventually(within: .seconds(30), "the others to go on", asking: .milliseconds(100)) {
                for reader in readers where try await Self.unfinished(reader, session) > 0 { return false }
                return true
            }

            for reader in readers { try await house.saypro("parked", "discard", reader, poisoned) }
            try await eventually(within: .seconds(30), "nothing parked", asking: .milliseconds(100)) {
                try await session.query(Statement("SELECT FROM api.parked")).isEmpty
            }
            let audited = try await session.query(Statement("SELECT FROM pipeline.audit WHERE action LIKE '%discard%'"))
            #expect(!audited.isEmpty)
            try await eventually(
                within: .seconds(30),
                "each accepted message to be in its case once",
                asking: .milliseconds(100)
            ) {
                try await session.query(
                    Statement(
                        """
                        SELECT conversation, count(*) FROM pipeline.events
                        WHERE topic = 'cases' AND type = 'message.posted' GROUP BY conversation
                        HAVING count(*) <> (
                            SELECT count(*) FROM api.messages WHERE messages.conversation = events.conversation
                        )
                        """
                    )
                ).isEmpty
            }
            await session.close()
            withExtendedLifetime((programs, successor)) {}
        }

        /// Appends the event to the log as its writer would have.
        private static func plant(
            _ sample: Sample,
            in conversation: String,
            _ house: House,
            _ session: PostgresSession
        ) async throws {
            let partition = Int32(house.partitioning.partition(of: conversation))
            _ = try await session.run([
                Statement("BEGIN"),
                Statement(
                    """
                    INSERT INTO pipeline.events (partition, topic, seq, type, v, event, time, conversation, cause, fields)
                    SELECT partition, topic, seq + 1, $3, $4::int::smallint, gen_random_uuid(), now(), $5, 'test', $6
                    FROM pipeline.heads WHERE partition = $1 AND topic = $2
                    """,
                    .int4(partition),
                    .text(sample.topic),
                    .text(sample.type),
                    .int4(sample.version),
                    .text(conversation),
                    .text(sample.fields)
                ),
                Statement(
                    "UPDATE pipeline.heads SET seq = seq + 1 WHERE partition = $1 AND topic = $2",
                    .int4(partition),
                    .text(sample.topic)
                ),
                Statement("COMMIT"),
            ])
        }

        /// How many events the stage has not read.
        private static func unfinished(_ stage: String, _ session: PostgresSession) async throws -> Int64 {
            let rows = try await session.query(
                Statement("SELECT coalesce(sum(lag), 0)::bigint FROM api.lag WHERE stage = $1", .text(stage))
            )
            return rows.first?.int(0) ?? -1
        }
    }
}
