import Contract
import Foundation
import Postgres
import Redis
import TestKit
import Testing

extension FaultTests {
    /// A person is taken out of everything, and the figures stay.
    @Suite(.serialized)
    struct Erasures {
        /// What is planted, and is to be found nowhere afterwards.
        private static let markers = [
            "zq-person-7", "Zqname", "zq@example.org", "zqmessage", "zqsubject", "zqreply", "zqsummary", "zqaccount",
            "zqattached", "zqown", "zqrefused", "zqnote",
        ]

        private static let person = "zq-person-7"
        private static let entries: [(type: String, fields: [String])] = [
            ("admin.put", ["admin", "ann", "team", "first_line", "languages", "en", "capacity", "50"]),
            ("admin.presence", ["admin", "ann", "status", "online"]),
            ("user.put", ["user", person, "name", "Zqname", "email", "zq@example.org", "language", "en"]),
            (
                "message.post",
                [
                    "conversation", "chat:\(person)", "role", "user", "user", person, "language", "en", "text",
                    "zqmessage one", "x-own", "zqown", "attachments",
                    #"[{"url":"https://files.example/zqattached","name":"a","type":"image/png","size":1}]"#,
                ]
            ),
            (
                "message.post",
                [
                    "conversation", "chat:\(person)", "role", "admin", "admin", "ann", "text",
                    "Dear Zqname, zqreply, \(person)",
                ]
            ),
            (
                "message.post",
                [
                    "conversation", "chat:\(person)", "role", "admin", "admin", "ann", "visibility", "private", "text",
                    "zqnote",
                ]
            ),
            (
                "case.resolve",
                ["conversation", "chat:\(person)", "admin", "ann", "summary", "zqsummary for \(person)"]
            ),
            (
                "case.open",
                [
                    "conversation", "c-payment", "kind", "payment", "subject", "zqaccount", "user", person, "text",
                    "zqsubject never came",
                ]
            ),
            (
                "case.open",
                [
                    "conversation", "c-dispute", "kind", "dispute", "subject", "deal-1", "user", "other",
                    "counterparty",
                    person, "text", "this one stays",
                ]
            ),
            (
                "message.post",
                ["conversation", "c-other", "role", "user", "user", "other", "text", "somebody else writes"]
            ),
        ]

        @Test func `a person's data is found nowhere and the figures stay`() async throws {
            let house = try await House.prepare(partitions: 4)
            let programs = try await house.startAll()
            for entry in Self.entries { try await Self.publish(entry.type, entry.fields, house) }
            let refused = try await Self.rejected(house)
            #expect(refused.contains("role"))
            try await Self.settle(house)
            let session = try await house.session()
            let before = try await Self.figures(session)

            let answer = try await house.saypro("erase", Self.person, "--timeout", "60")
            #expect(answer.contains("erased-"))
            try await Self.settle(house)

            #expect(try await Self.figures(session) == before)
            let dump = try await Self.dump(house)
            let streams = try await Self.streams(house)
            var logs = ""
            for program in programs { logs += await program.output }
            for marker in Self.markers {
                #expect(!dump.contains(marker), "\(marker) is in the database: \(Self.lines(dump, marker))")
                #expect(!streams.contains(marker), "\(marker) is in Redis")
                #expect(!logs.contains(marker), "\(marker) is in a log")
            }
            #expect(dump.contains("this one stays") && dump.contains("somebody else writes"))
            try await house.saypro("verify", "--settled")
            #expect(
                try await session.query(
                    Statement("SELECT count(*) FROM pipeline.audit WHERE action = 'person.erase'")
                ).first?.int(0) == 1
            )
            await session.close()
        }

        @Test(arguments: [
            ("router", "after-handle:3"), ("ingest", "after-commit:2"), ("sla-monitor", "before-commit:2"),
        ])
        func `an erasure survives the death of a program`(stage: String, fault: String) async throws {
            let house = try await House.prepare(partitions: 2)
            var programs = try await house.startAll(but: [stage])
            var worker = try await house.start(stage)
            for entry in Self.entries { try await Self.publish(entry.type, entry.fields, house) }
            try await Self.settle(house)
            await worker.send(SIGTERM)
            _ = try await worker.ending(within: .seconds(20))
            worker = try await house.start(stage, fault: fault)
            async let erasing = house.saypro("erase", Self.person, "--timeout", "60")
            #expect(try await worker.ending(within: .seconds(30)) == .signal(9))
            programs.append(try await house.start(stage))
            _ = try await erasing
            let dump = try await Self.dump(house)
            for marker in Self.markers { #expect(!dump.contains(marker), "\(marker): \(Self.lines(dump, marker))") }
            withExtendedLifetime(programs) {}
        }

        @Test func `somebody who comes back is somebody new`() async throws {
            let house = try await House.prepare(partitions: 2)
            let programs = try await house.startAll()
            for entry in Self.entries.prefix(4) { try await Self.publish(entry.type, entry.fields, house) }
            try await house.saypro("erase", Self.person)
            for entry in Self.entries[2..<4] { try await Self.publish(entry.type, entry.fields, house) }
            try await Self.settle(house)
            let session = try await house.session()
            let rows = try await session.query(
                Statement(
                    """
                    SELECT count(*) FILTER (WHERE "user" = $1), count(*), count(DISTINCT conversation) FROM api.cases
                    """,
                    .text(Self.person)
                )
            )
            #expect(rows.first.map { [$0.int(0), $0.int(1), $0.int(2)] } == [1, 2, 2])
            await session.close()
            try await house.saypro("verify", "--settled")
            withExtendedLifetime(programs) {}
        }

        @Test func `two erasures of one user at once both end, and nothing is parked`() async throws {
            let house = try await House.prepare(partitions: 2)
            let programs = try await house.startAll()
            for entry in Self.entries { try await Self.publish(entry.type, entry.fields, house) }
            try await Self.settle(house)
            async let first = house.saypro("erase", Self.person, "--timeout", "60")
            async let second = house.saypro("erase", Self.person, "--timeout", "60")
            #expect(try await [first, second].allSatisfy { $0.contains("erased") })
            try await Self.settle(house)
            let session = try await house.session()
            let parked = try await session.query(Statement("SELECT count(*) FROM pipeline.parked")).first?.int(0)
            #expect(parked == 0)
            await session.close()
            let dump = try await Self.dump(house)
            for marker in Self.markers { #expect(!dump.contains(marker), "\(marker): \(Self.lines(dump, marker))") }
            withExtendedLifetime(programs) {}
        }

        private static func publish(_ type: String, _ fields: [String], _ house: House) async throws {
            let pairs = stride(from: 0, to: fields.count, by: 2).map { "\(fields[$0])=\(fields[$0 + 1])" }
            _ = try await RunningProgram.output(
                of: "\(RunningProgram.folder)/saypro",
                ["publish", type] + pairs + ["--source", "operator", "--confirm"],
                environment: house.environment
            )
        }

        /// An entry of the person that is refused, and so kept as it came.
        private static func rejected(_ house: House) async throws -> String {
            do {
                try await publish(
                    "message.post",
                    ["conversation", "chat:\(person)", "role", "ghost", "user", person, "text", "zqrefused"],
                    house
                )
                return ""
            } catch let failure as ProgramFailed {
                return failure.description
            }
        }

        private static func settle(_ house: House) async throws {
            try await eventually(within: .seconds(60), "everything to be handled", asking: .milliseconds(300)) {
                try await house.saypro("verify", "--settled")
                return true
            }
        }

        /// What the reports are made of.
        private static func figures(_ session: PostgresSession) async throws -> [String] {
            let queries = [
                "SELECT count(*), count(DISTINCT author), min(time), max(time) FROM ingest.messages",
                "SELECT count(*), count(DISTINCT \"user\"), count(DISTINCT conversation), count(DISTINCT subject) FROM api.cases",
                "SELECT string_agg(concat_ws('|', kind, state, category, tier, team, assignee, opened_at, resolved_at), ' ' ORDER BY \"case\") FROM api.cases",
                "SELECT string_agg(concat_ws('|', type, time), ' ' ORDER BY \"case\", seq) FROM api.case_history",
                "SELECT string_agg(concat_ws('|', clock, metric, started_at, due_at, stopped_at), ' ' ORDER BY clock) FROM api.clocks",
                "SELECT count(*), count(DISTINCT recipient) FROM api.notifications WHERE type <> 'x'",
                "SELECT count(*), min(code) FROM api.rejected",
            ]
            var figures: [String] = []
            for query in queries {
                figures.append(
                    try await session.query(Statement("SELECT q::text FROM (\(query)) AS q")).first?.text(0) ?? ""
                )
            }
            return figures
        }

        private static func dump(_ house: House) async throws -> String {
            try await RunningProgram.output(of: "pg_dump", ["--no-owner", "--dbname", house.database.description])
        }

        /// Every key of the house with all that it holds.
        private static func streams(_ house: House) async throws -> String {
            let client = house.client()
            var text = ""
            var cursor = "0"
            repeat {
                let reply = try await client.send(["SCAN", cursor, "MATCH", "\(house.keys.prefix):*", "COUNT", "500"])
                guard case .array(let parts) = reply, parts.count == 2, let next = parts[0].text else { break }
                cursor = next
                for key in parts[1].array ?? [] {
                    guard let name = key.text, try await client.send(["TYPE", name]).text == "stream" else { continue }
                    let entries = try await client.send(["XRANGE", name, "-", "+"])
                    text += "\(name) \(entries)\n"
                }
            } while cursor != "0"
            await client.close()
            return text
        }

        private static func lines(_ text: String, _ marker: String) -> String {
            text.split(separator: "\n").filter { $0.contains(marker) }.prefix(3).joined(separator: "\n")
        }
    }
}
