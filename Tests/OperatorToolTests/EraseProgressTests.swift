import Postgres
import Testing

@testable import OperatorTool

@Suite struct EraseProgressTests {
    /// Erasures that ingest tells every partition of.
    private static func told(_ seq: Int, _ cause: String, _ pseudonym: String) -> String {
        """
        INSERT INTO pipeline.events (partition, topic, seq, type, v, event, time, cause, fields)
        SELECT p, 'commands', \(seq), 'person.erased', 1, gen_random_uuid(), now(), '\(cause)',
               '{"user": "\(pseudonym)", "pseudonym": "\(pseudonym)"}'
        FROM generate_series(0, 3) AS p;
        INSERT INTO pipeline.heads (partition, topic, seq) SELECT p, 'commands', \(seq) FROM generate_series(0, 3) AS p
        ON CONFLICT (partition, topic) DO UPDATE SET seq = EXCLUDED.seq;
        """
    }

    @Test func `an erasure is looked for behind what the log had, until each stage has handled it`() async throws {
        let premises = try await Premises()
        try await premises.execute(Self.told(1, "inbound:{0}/1-1", "erased-old"))
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
            Self.told(2, "inbound:{0}/1-1", "erased-new")
                + """
                INSERT INTO pipeline.timers (partition, stage, key, due, conversation, fields)
                VALUES (0, 'ingest', 'erase:1', now(), '', '{"pseudonym": "erased-new"}');
                """
        )
        do {
            _ = try await progress.wait(.seconds(4))
            Issue.record("a stage was not waited for")
        } catch let failure as ToolFailure {
            #expect(failure.message.contains("waiting for ingest"), "\(failure.message)")
        }
        try await premises.execute("DELETE FROM pipeline.timers")
        #expect(try await progress.wait(.seconds(20)) == "erased-new")
        await session.close()
    }
}
