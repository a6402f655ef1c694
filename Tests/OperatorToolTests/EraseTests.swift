import Contract
import Redis
import TestKit
import Testing

@testable import OperatorTool

/// What `saypro erase` does before anything is erased; the rest needs all programs.
@Suite struct EraseTests {
    /// How many entries have been written to the doors.
    private func entries(_ premises: Premises) async throws -> Int64 {
        let redis = try await premises.redis()
        var count: Int64 = 0
        for partition in 0..<Premises.partitions {
            if case .integer(let length) = try await redis.send(["XLEN", "\(premises.prefix):inbound:{\(partition)}"]) {
                count += length
            }
        }
        await redis.close()
        return count
    }

    @Test func `of whom nothing is known nothing is erased, which is said and is no failure`() async throws {
        let premises = try await Premises()
        try await premises.execute(
            """
            INSERT INTO router.users (partition, id, put_at) VALUES (0, 'u-10', now());
            INSERT INTO router.users (partition, id, put_at) VALUES (0, 'erased-0123456789abcdef', now())
            """
        )
        let run = await premises.saypro("erase", "u-1", "--yes")
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("nothing is known of u-1, so nothing was erased"))
        #expect(await premises.saypro("erase", "u-1", "--json").json == ["known": [:], "pseudonym": .null])
        #expect(try await entries(premises) == 0)
    }

    @Test(arguments: [
        ("directory", "INSERT INTO router.users (partition, id, put_at) VALUES (0, 'u-1', now())"),
        (
            "cases",
            """
            INSERT INTO router.cases (partition, conversation, number, id, kind, state, opened_at, queued_at, decisions,
                                      "user", counterparty)
            VALUES (0, 'c-1', 1, 'case-1', 'dispute', 'open', now(), now(), 1, 'u-2', 'u-1')
            """
        ),
        (
            "rewards",
            """
            INSERT INTO survey.transfers (partition, transfer, debit, credit, points, "user", "case", cycle, reason, at)
            VALUES (0, gen_random_uuid(), 'office', 'user:u-1', 15, 'u-1', 'case-1', 1, 'answered', now())
            """
        ),
        (
            "refused entries",
            """
            INSERT INTO ingest.rejected (partition, door, stream, entry, content, code, field, detail, raw, encoded, is_cut, at)
            VALUES (0, '', 0, '1-0', gen_random_uuid(), 'bad_value', 'x', '', '[["user", "u-1"]]', '{}', false, now())
            """
        ),
        (
            "parked inputs",
            """
            INSERT INTO pipeline.parked (partition, stage, conversation, kind, payload, code, error)
            VALUES (0, 'ingest', 'c-1', 'entry', '{"name.0": "tuser", "value.0": "tu-1"}', 'bug', 'what')
            """
        ),
        (
            "commands under way",
            """
            INSERT INTO pipeline.positions (partition, stage, topic, seq) VALUES (0, 'router', 'commands', 1);
            INSERT INTO pipeline.events (partition, topic, seq, type, v, event, time, cause, fields)
            VALUES (0, 'commands', 1, 'case.open', 1, gen_random_uuid(), now(), '', '{"user":"u-1"}'),
                   (0, 'commands', 2, 'case.open', 1, gen_random_uuid(), now(), '', '{"user":"u-1"}')
            """
        ),
    ])
    func `wherever somebody is named, it is asked for once more, and only yes erases`(
        sort: String,
        rows: String
    ) async throws {
        let premises = try await Premises()
        try await premises.execute(rows)
        let command = ["erase", "u-1", "--timeout", "1"]
        let refused = await ToolRun(command, environment: premises.environment, answers: [""])
        #expect(refused.status == 1)
        #expect(refused.errors.contains("Of u-1 there is: \(sort) 1. Erase it for good? [y/N] "))
        #expect(refused.errors.contains("nothing was erased"))
        #expect(try await entries(premises) == 0)

        let agreed = await ToolRun(command, environment: premises.environment, answers: ["Yes"])
        // No program runs that could do it.
        #expect(agreed.status != 0)
        #expect(try await entries(premises) == 1)
        #expect(await !premises.saypro("erase", "u-1", "--timeout", "1", "--yes").errors.contains("[y/N]"))
        #expect(try await entries(premises) == 2)
    }

    @Test func `an erasure that is not waited for stands in the audit, and what is left to do is said`() async throws {
        let premises = try await Premises()
        try await premises.execute("INSERT INTO router.users (partition, id, put_at) VALUES (0, 'u-1', now())")
        let run = await premises.saypro("erase", "u-1", "--timeout", "1", "--yes")
        #expect(run.status == 69)
        #expect(run.errors.contains("BGREWRITEAOF"))
        let row = "SELECT concat_ws(' ', action, subject) FROM pipeline.audit WHERE action ~ 'erase'"
        let audit = try #require(try await premises.value(row))
        #expect(audit.hasPrefix("user.erase inbound:{\(Premises.partition(of: "u-1"))}/"), "\(audit)")
    }
}
