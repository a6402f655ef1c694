import Contract
import Glibc
import Postgres
import Redis
import TestKit
import Testing

extension FaultTests {
    /// The number of partitions changes between two runs of the programs, with work left in flight.
    @Suite(.serialized)
    struct Repartitions {
        @Test func `work goes on with six and then with three partitions in place of four`() async throws {
            var house = try await House.prepare(partitions: 4)
            var publishers: [CarefulPublisher] = []
            for (label, count) in [("a", 6), ("b", 3)] {
                let admins = label == "a" ? Traffic.admins(2) : []
                let publisher = CarefulPublisher(house, admins + Traffic.conversations(24, entries: 20, label: label))
                try await Self.leaveInFlight(house, publisher)
                // What nobody has read yet, as a publisher writes it who knows of the former number only.
                let late = Traffic.conversations(12, entries: 1, label: "\(label)-late")
                try await Self.write(late, house)
                try await Self.change(house, to: count)
                house = house.repartitioned(to: count)
                publishers += [publisher, CarefulPublisher(house, late)]
                if count == 3 {
                    // To a stream of a partition that is no more.
                    let stray = Traffic.conversations(6, entries: 1, label: "stray")
                    try await Self.write(stray, house.repartitioned(to: 6))
                    publishers.append(CarefulPublisher(house, stray))
                }
            }
            let programs = try await house.startAll()
            let last = CarefulPublisher(house, Traffic.conversations(6, entries: 20, label: "c"))
            // What comes again is known, or was not read yet.
            for publisher in publishers where await publisher.acceptedCount == 0 { try await publisher.publish() }
            try await last.publish()
            try await Inspection(house: house).expectNoTrace(of: publishers + [last], within: .seconds(90))
            try await eventually(within: .seconds(30), "nothing different", asking: .milliseconds(300)) {
                try await house.saypro("verify", "--settled")
                return true
            }
            withExtendedLifetime(programs) {}
        }

        /// Runs the programs under load, and kills them one after the other, so that each is behind at another point.
        private static func leaveInFlight(_ house: House, _ publisher: CarefulPublisher) async throws {
            var programs: [String: RunningProgram] = [:]
            for stage in House.stages { programs[stage] = try await house.start(stage) }
            async let publishing: Void = publisher.publish()
            for (stage, count) in [("notifier", 60), ("survey", 120), ("router", 240)] {
                try await eventually(within: .seconds(60), "some load") { await publisher.acceptedCount > count }
                try await programs[stage]?.kill9()
            }
            try await publishing
            for program in programs.values where await program.isRunning { try await program.kill9() }
            let session = try await house.session()
            let behind = try await session.query(
                Statement(
                    "SELECT count(*) FROM pipeline.positions AS p JOIN pipeline.heads AS h USING (topic, partition) WHERE p.seq < h.seq"
                )
            )
            #expect((behind.first?.int(0) ?? 0) > 3)
            await session.close()
        }

        private static func write(_ threads: [[Entry]], _ house: House) async throws {
            let client = house.client()
            for entry in threads.joined() {
                let stream = house.keys.inbound(house.partitioning.partition(of: entry.key))
                _ = try await client.send(Command(["XADD", stream, "*"] + entry.fields))
            }
            await client.close()
        }

        /// Changes the number, killed in the middle the first time.
        private static func change(_ house: House, to count: Int) async throws {
            let tool = "\(RunningProgram.folder)/saypro"
            var killed: RunningProgram?
            try await eventually(within: .seconds(20), "the change to begin") {
                let run = try await RunningProgram.start(
                    tool,
                    ["repartition", "\(count)"],
                    environment: house.environment
                )
                try await eventually(within: .seconds(20), "a step or an end", asking: .milliseconds(2)) {
                    let isRunning = await run.isRunning
                    return await run.output.contains("step 12 of") || !isRunning
                }
                // A session of those that were killed may not be gone yet.
                guard await run.output.contains("step 12 of") else { return false }
                await run.send(SIGKILL)
                killed = run
                return true
            }
            _ = try await killed?.ending(within: .seconds(10))
            var answer = ""
            try await eventually(within: .seconds(60), "the change to end", asking: .milliseconds(200)) {
                do {
                    answer = try await house.saypro("repartition", "\(count)")
                    return true
                } catch let failure as ProgramFailed where failure.description.contains("is at work") {
                    return false
                }
            }
            #expect(answer.contains("there are \(count) partitions now"))
        }
    }
}
