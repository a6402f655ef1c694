import Postgres
import Testing

@testable import OperatorTool

@Suite struct EraseProgressTests {
    /// Erasures that ingest tells every partition of.
    private static func told(_ seq: Int, _ cause: String, _ pseudonym: String, of user: String? = nil) -> String {
        """
        INSERT INTO pipeline.events (partition, topic, seq, type, v, event, time, cause, fields)
        SELECT p, 'commands', \(seq), 'person.erased', 1, gen_random_uuid(), now(), '\(cause)',
               '{"user": "\(user ?? pseudonym)", "pseudonym": "\(pseudonym)"}'
        FROM generate_series(0, 3) AS p;
        INSERT INTO pipeline.heads (partition, topic, seq) SELECT p, 'commands', \(seq) FROM generate_series(0, 3) AS p
        ON CONFLICT (partition, topic) DO UPDATE SET seq = EXCLUDED.seq;
        """
    }

    @Test func `an erasure is looked for behind what the log had, until each stage has handled it`() async throws {
        let premises = try await Premises()
        try await premises.execute(Self.told(1, "inbound:{0}/1-1", "erased-0000000000000001"))
        let session = try await premises.session()
        let start = try await EraseProgress.now(session)
        let progress = EraseProgress(session: session, cause: "inbound:{0}/1-1", start: start)
        do {
            _ = try await progress.wait(.milliseconds(1))
            Issue.record("an erasure of before was found")
        } catch let failure as ToolFailure {
            #expect(failure.message.contains("ingest has not begun"))
        }
        try await premises.execute(
            Self.told(2, "inbound:{0}/1-1", "erased-0000000000000002")
                + """
                INSERT INTO pipeline.timers (partition, stage, key, due, conversation, fields)
                VALUES (0, 'ingest', 'erase:1', now(), '', '{"pseudonym": "erased-0000000000000002"}');
                """
        )
        do {
            _ = try await progress.wait(.seconds(4))
            Issue.record("a stage was not waited for")
        } catch let failure as ToolFailure {
            #expect(failure.message.contains("waiting for ingest"), "\(failure.message)")
        }
        try await premises.execute("DELETE FROM pipeline.timers")
        #expect(try await progress.wait(.seconds(20)) == "erased-0000000000000002")
        await session.close()
    }

    @Test func `it is done too where another erasure of the same user has put its pseudonym`() async throws {
        let premises = try await Premises()
        let session = try await premises.session()
        let progress = EraseProgress(
            session: session,
            cause: "inbound:{0}/1-1",
            start: try await EraseProgress.now(session)
        )
        try await premises.execute(Self.told(1, "inbound:{0}/1-1", "erased-0000000000000002", of: "u-1"))
        do {
            _ = try await progress.wait(.seconds(2))
            Issue.record("the user was still named")
        } catch let failure as ToolFailure {
            #expect(failure.message.contains("waiting for ingest"), "\(failure.message)")
        }
        try await premises.execute(
            """
            UPDATE pipeline.events SET fields = replace(fields, 'u-1', 'erased-0000000000000001')
            WHERE type = 'person.erased'
            """
        )
        #expect(try await progress.wait(.seconds(20)) == "erased-0000000000000002")
        await session.close()
    }
}
