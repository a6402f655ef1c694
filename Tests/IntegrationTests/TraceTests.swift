import Contract
import Foundation
import Postgres
import Redis
import TestKit
import Testing

extension FaultTests {
    /// Traces through whole programs, from a publisher's entry to a collector.
    @Suite(.serialized)
    struct Traces {
        private static let trace = "0af7651916cd43dd8448eb211c80319c"
        private static let publisher = "b7ad6b7169203331"

        /// Starts the programs that a user waits for, with this collector.
        private func start(_ house: House, _ collector: SpanCollector) async throws -> [RunningProgram] {
            var programs: [RunningProgram] = []
            for stage in ["ingest", "router", "notifier"] {
                let settings = ["OTEL_EXPORTER_OTLP_ENDPOINT": collector.endpoint]
                programs.append(try await house.start(stage, settings: settings))
            }
            return programs
        }

        /// Has them drain; answers what they logged.
        private func stop(_ programs: [RunningProgram]) async throws -> String {
            var output = ""
            for program in programs {
                await program.send(SIGTERM)
                #expect(try await program.ending(within: .seconds(5)) == .exit(0))
                output += await program.output
            }
            return output
        }

        private func publish(_ id: String, in house: House, traceparent: String? = nil) async throws {
            let client = house.client()
            let stream = house.keys.inbound(house.partitioning.partition(of: "u-42"))
            var fields = [
                "type", "message.post", "id", id, "source", "bench", "conversation", "u-42", "role", "user",
                "user", "amina", "text", "My advert is gone",
            ]
            if let traceparent { fields += ["traceparent", traceparent] }
            _ = try await client.send(Command(["XADD", stream, "*"] + fields))
            await client.close()
        }

        /// What router and notifier have still to read.
        private static let unread = Statement(
            """
            SELECT stage FROM pipeline.heads
            JOIN (VALUES ('router', 'commands'), ('notifier', 'cases')) AS reading (stage, topic) USING (topic)
            LEFT JOIN pipeline.positions USING (stage, topic, partition)
            WHERE heads.seq > coalesce(positions.seq, 0)
            """
        )

        @Test func `the spans of a message form one tree through ingest, router and notifier`() async throws {
            let collector = try await SpanCollector.start()
            let house = try await House.prepare(partitions: 4)
            let programs = try await start(house, collector)
            // One that its publisher does not record, one that it does, and one of which it says nothing.
            let unrecorded = "1af7651916cd43dd8448eb211c80319c"
            try await publish("a", in: house, traceparent: "00-\(unrecorded)-\(Self.publisher)-00")
            try await publish("b", in: house, traceparent: "00-\(Self.trace)-\(Self.publisher)-01")
            try await publish("c", in: house)
            try await eventually(within: .seconds(60), "the spans of two messages", asking: .milliseconds(100)) {
                Set(await collector.spans.filter { $0.stage == "notifier" }.map(\.trace)).count == 2
            }
            let log = try await stop(programs)
            #expect(!log.contains("collector") && !log.contains("panic"))
            let spans = await collector.spans
            #expect(!spans.contains { $0.trace == unrecorded })
            #expect(Set(spans.map(\.id)).count == spans.count)
            #expect(Set(spans.map(\.trace)).count == 2)
            for (trace, tree) in Dictionary(grouping: spans, by: \.trace) {
                let root = try #require(tree.first { $0.stage == "ingest" })
                #expect(root.name == "process message.post")
                #expect(root.attributes["messaging.destination.name"] == "inbound")
                #expect(root.parent == (trace == Self.trace ? Self.publisher : nil))
                let router = try #require(tree.first { $0.stage == "router" })
                #expect(router.parent == root.id && router.name == "process message.post")
                let told = tree.filter { $0.stage == "notifier" }
                #expect(!told.isEmpty && told.allSatisfy { $0.parent == router.id })
                #expect(told.allSatisfy { $0.attributes["saypro.case"] != nil })
                #expect(tree.count == told.count + 2)
                #expect(root.end <= router.end && told.allSatisfy { router.start <= $0.end })
            }
            let everything = await collector.requests.joined()
            for word in ["amina", "u-42", "advert"] { #expect(!everything.contains(word)) }
        }

        /// How a collector fails.
        enum Failing: CaseIterable {
            case away, hanging
        }

        @Test(arguments: Failing.allCases)
        func `a collector that is away or hangs holds up neither messages nor a drain`(failing: Failing) async throws {
            let collector = try await SpanCollector.start(after: failing == .hanging ? 120 : 0)
            if failing == .away { try await collector.kill() }
            let house = try await House.prepare(partitions: 4)
            let programs = try await start(house, collector)
            let publisher = CarefulPublisher(house, Traffic.conversations(40, entries: 5))
            try await publisher.publish(within: .seconds(60))
            let session = try await house.session()
            try await eventually(within: .seconds(30), "every message to be told", asking: .milliseconds(100)) {
                try await session.query(Self.unread).isEmpty
            }
            await session.close()
            let complaint = "did not take spans"
            try await eventually(within: .seconds(20), "each program's complaint", asking: .milliseconds(100)) {
                var complaining = 0
                for program in programs where await program.output.contains(complaint) {
                    complaining += 1
                }
                return complaining == programs.count
            }
            let log = try await stop(programs)
            // Each says so once, and how much was lost in the end.
            #expect(log.components(separatedBy: complaint).count == programs.count + 1)
            #expect(log.components(separatedBy: "dropped at the end").count == programs.count + 1)
        }
    }
}

extension SpanCollector.Span {
    fileprivate var stage: String? { attributes["messaging.consumer.group.name"] }
}
