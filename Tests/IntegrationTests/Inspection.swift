import Contract
import Foundation
import Postgres
import Redis
import TestKit
import Testing

/// Looks for traces of a fault in what a house has stored and published.
struct Inspection {
    let house: House

    /// Expects that everything accepted is stored, passed on and told exactly once, as soon as all is settled.
    func expectNoTrace(
        of publishers: [CarefulPublisher],
        within limit: Duration = .seconds(60),
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        var found = ["nothing was looked at"]
        try? await eventually(within: limit, "a settled house", asking: .milliseconds(200)) {
            if try await isUnread() { return false }
            found = try await exceptions(publishers)
            return found.isEmpty
        }
        if !found.isEmpty { found = (try? await exceptions(publishers)) ?? found }
        #expect(found == [], sourceLocation: sourceLocation)
    }

    /// Whether some stage has not read all that it is to read: until then there is no need to look at everything, which
    /// takes the time of those who read.
    private func isUnread() async throws -> Bool {
        let sentence = "every stage has read its topics to the end"
        let check = try #require(try Self.checks().first { $0.sentence == sentence })
        let session = try await house.session()
        let rows = try await session.query(Statement("SELECT FROM (\(check.query)) AS unread LIMIT 1"))
        await session.close()
        return !rows.isEmpty
    }

    /// Everything that is not as it must be, as sentences.
    func exceptions(_ publishers: [CarefulPublisher]) async throws -> [String] {
        let session = try await house.session()
        let client = house.client()
        var found: [String] = []
        for check in try Self.checks() {
            let rows = try await session.query(Statement("SELECT exceptions::text FROM (\(check.query)) AS exceptions"))
            guard let example = rows.first else { continue }
            found.append("not so: \(check.sentence) (\(rows.count) exceptions, such as \(example.text(0)))")
        }
        found += try await misplacedMessages(publishers, session)
        found += try await untoldFields(session)
        for topic in [Topic.commands, .cases, .clocks, .surveys, .notifications] {
            found += try await streamFaults(topic, session, client)
        }
        await session.close()
        await client.close()
        return found
    }

    /// The checks that the random faults make too.
    private static func checks() throws -> [(sentence: String, query: String)] {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../scripts/chaos/checks.sql")
        let text = try String(contentsOf: path, encoding: .utf8)
        return text.components(separatedBy: "-- check: ").dropFirst().map { part in
            let lines = part.split(separator: "\n", maxSplits: 1)
            return (String(lines[0]), String(lines[1].trimming { $0 == "\n" || $0 == ";" || $0 == " " }))
        }
    }

    private func misplacedMessages(
        _ publishers: [CarefulPublisher],
        _ session: PostgresSession
    ) async throws -> [String] {
        var promised: [String: String] = [:]
        for publisher in publishers {
            for thread in await publisher.accepted {
                for (index, entry) in thread.filter(\.isMessage).enumerated() {
                    promised[entry.id] = "\(entry.key) \(index + 1)"
                }
            }
        }
        let rows = try await session.query(Statement("SELECT id, conversation, message_no FROM api.messages"))
        var stored: [String: String] = [:]
        for row in rows { stored[row.text(0)] = "\(row.text(1)) \(row.int(2))" }
        let wrong = Set(promised.keys).union(stored.keys).filter { promised[$0] != stored[$0] }
        guard let example = wrong.min() else { return [] }
        let difference = "\(example) was accepted as \(promised[example] ?? "–"), stored as \(stored[example] ?? "–")"
        return ["\(wrong.count) messages are not what was accepted: \(difference)"]
    }

    /// Types and fields of events that the contract's document does not tell of.
    private func untoldFields(_ session: PostgresSession) async throws -> [String] {
        let rows = try await session.query(
            Statement(
                """
                SELECT DISTINCT topic, type, name
                FROM pipeline.events LEFT JOIN LATERAL jsonb_object_keys(fields::jsonb) AS name ON true
                """
            )
        )
        return rows.compactMap { row in
            let type = Topic(rawValue: row.text(0))?.types.first { $0.name == row.text(1) }
            guard let name = row.textOrNull(2) else { return type == nil ? "untold: \(row.text(1))" : nil }
            if let type, type.fields.contains(name) || name.hasPrefix("x-") { return nil }
            return "untold: `\(name)` of \(row.text(1))"
        }
    }

    /// Compares the streams of a topic with the tail of its log.
    private func streamFaults(
        _ topic: Topic,
        _ session: PostgresSession,
        _ client: RedisClient
    ) async throws -> [String] {
        let rows = try await session.query(
            Statement(
                "SELECT partition, seq, event::text FROM pipeline.events WHERE topic = $1 ORDER BY partition, seq",
                .text(topic.rawValue)
            )
        )
        var log: [Int: [String]] = [:]
        for row in rows { log[Int(row.int(0)), default: []].append("\(row.int(1))-0 \(row.text(2))") }
        var found: [String] = []
        for partition in 0..<house.partitioning.count {
            let reply = try await client.send(["XRANGE", house.keys.topic(topic, partition), "-", "+"])
            let published = (reply.array ?? []).map { entry in
                let parts = entry.array ?? []
                let fields = (parts.last?.array ?? []).map { $0.text ?? "" }
                let event = fields.firstIndex(of: "event").map { fields[$0 + 1] }
                return "\(parts.first?.text ?? "") \(event ?? "")"
            }
            let events = log[partition] ?? []
            if published.isEmpty != events.isEmpty || published != Array(events.suffix(published.count)) {
                let sizes = "\(published.count) entries, \(events.count) events"
                found.append("\(topic) \(partition): the stream is not the log's tail (\(sizes))")
            }
        }
        return found
    }
}

extension StringProtocol {
    /// The text without the characters at both ends for which `isLoose` is true.
    fileprivate func trimming(_ isLoose: (Character) -> Bool) -> SubSequence {
        let start = drop(while: isLoose)
        return start.lastIndex { !isLoose($0) }.map { start[...$0] } ?? start.prefix(0)
    }
}
