import Contract
import Ingest
import Pipeline
import Postgres
import Testing

/// The ranges of the tables over time.
struct UpkeepTests {
    @Test
    func `ranges are made ahead and old weeks are dropped`() async throws {
        let house = try await IngestHouse.open()
        try await house.session.execute(
            script: """
                RESET ROLE;
                DO $$ BEGIN
                    EXECUTE format('DROP TABLE ingest.ids_%s', ingest.week_of(now()) + 2);
                    EXECUTE format('CREATE TABLE ingest.ids_%1$s PARTITION OF ingest.ids FOR VALUES FROM (%1$s) TO (%2$s)',
                                   ingest.week_of(now()) - 2, ingest.week_of(now()) - 1);
                END $$;
                SET ROLE saypro_ingest;
                """
        )
        #expect(try await weeks(of: house) == ["-2", "-1", "0", "1"])
        _ = try await house.column("SELECT 'kept' FROM ingest.keep_ranges()")
        #expect(try await weeks(of: house) == ["-1", "0", "1", "2"])
    }

    @Test
    func `ingest's role changes nothing of what it has accepted but what tells of a person`() async throws {
        let house = try await IngestHouse.open()
        try await house.handle([Entries.message("a")])
        for statement in [
            "DELETE FROM ingest.messages", "UPDATE ingest.messages SET message_no = 7", "DELETE FROM ingest.ids",
            "UPDATE ingest.messages SET time = now()", "UPDATE ingest.messages SET role = 'admin'",
            "DELETE FROM ingest.rejected", "TRUNCATE ingest.conversations", "DROP TABLE ingest.rejected",
        ] {
            await #expect(throws: (any Error).self, "\(statement)") { try await house.column(statement) }
        }
        for role in ["saypro_reader", "saypro_router", "saypro_notifier"] {
            try await house.session.execute(script: "RESET ROLE; SET ROLE \(role)")
            await #expect(throws: (any Error).self, "\(role)") {
                try await house.column("INSERT INTO ingest.conversations VALUES (1, 'c', 1)")
            }
        }
    }

    private func weeks(of house: IngestHouse) async throws -> [String?] {
        try await house.column(
            """
            SELECT (substr(c.relname, 5)::int - ingest.week_of(now()))::text
            FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
            WHERE i.inhparent = 'ingest.ids'::regclass AND c.relname LIKE 'ids\\_%' ORDER BY c.relname
            """
        )
    }
}
