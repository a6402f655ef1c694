import Contract
import Crypto
import Foundation
import Postgres
import TestKit
import Testing

@testable import OperatorTool

@Suite struct AuditTests {
    private func premises(rows: Int = 5) async throws -> Premises {
        let premises = try await Premises()
        for number in 0..<rows {
            try await premises.execute(
                "INSERT INTO pipeline.audit (action, subject, detail) VALUES ('try', 's-\(number)', '{\"ü\": [1, 2.50]}')"
            )
        }
        return premises
    }

    /// The tool with the secret `audit-key`; answers the public key.
    private func key(_ folder: Folder) async throws -> String {
        let run = await ToolRun("audit", "key")
        _ = try folder.file("audit-key", run.output)
        return run.errors.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func run(_ premises: Premises, _ folder: Folder, _ arguments: String...) async -> ToolRun {
        var environment = premises.environment
        environment["SAYPRO_SECRETS"] = folder.path
        return await ToolRun(["audit"] + arguments, environment: environment)
    }

    @Test func `an untouched audit is found unaltered, whoever wrote at once`() async throws {
        let premises = try await premises()
        await withTaskGroup { group in
            for _ in 0..<4 { group.addTask { _ = await premises.saypro("pause", "router") } }
            for _ in 0..<4 { group.addTask { _ = await premises.saypro("resume", "router") } }
        }
        let run = await premises.saypro("audit", "verify", "--json")
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(run.json["first_bad_row"] == .null)
        let rows = try await premises.value("SELECT count(*) FROM pipeline.audit") ?? ""
        #expect(run.json["rows"] == .number(rows))
        #expect(await premises.saypro("audit", "list", "--action", "try").lines.count == 6)
        #expect(await premises.saypro("audit", "list", "--limit", "2", "--json").json.elements.count == 2)
    }

    @Test func `who writes cannot say who did it, or when, or what the hash is`() async throws {
        let premises = try await premises(rows: 1)
        try await premises.execute(
            """
            INSERT INTO pipeline.audit (at, actor, action, subject, hash, previous)
            VALUES ('2001-01-01', 'somebody', 'forged', 'x', '\\x00', '\\x00')
            """
        )
        #expect(
            try await premises.value(
                "SELECT count(*) FROM pipeline.audit WHERE actor = 'somebody' OR at < '2020-01-01'"
            ) == "0"
        )
        #expect(await premises.saypro("audit", "verify").status == 0)
    }

    /// What somebody does who may write everything, and the row that is named.
    @Test(arguments: [
        ("UPDATE pipeline.audit SET subject = 'other' WHERE subject = 's-2'", "s-2"),
        ("UPDATE pipeline.audit SET actor = 'other' WHERE subject = 's-0'", "s-0"),
        ("UPDATE pipeline.audit SET at = at + interval '1 microsecond' WHERE subject = 's-3'", "s-3"),
        ("UPDATE pipeline.audit SET detail = '{\"ü\": [1, 2.5]}' WHERE subject = 's-1'", "s-1"),
        ("UPDATE pipeline.audit SET action = 'tr', subject = 'ys-1' WHERE subject = 's-1'", "s-1"),
    ])
    func `an altered row is named`(sql: String, subject: String) async throws {
        let premises = try await premises()
        let id = try await premises.value("SELECT id FROM pipeline.audit WHERE subject = '\(subject)'") ?? ""
        try await premises.execute(sql)
        let run = await premises.saypro("audit", "verify", "--json")
        #expect(run.status == 1)
        #expect(run.json["first_bad_row"] == .number(id))
        #expect(run.json["fault"]?.text?.contains("was altered") == true)
    }

    @Test func `a row that was taken out is named`() async throws {
        let premises = try await premises()
        let id = try await premises.value("SELECT id FROM pipeline.audit WHERE subject = 's-2'") ?? ""
        try await premises.execute("DELETE FROM pipeline.audit WHERE subject = 's-2'")
        let run = await premises.saypro("audit", "verify")
        #expect(run.status == 1)
        #expect(run.output.contains("row \(id) is missing"))
    }

    @Test func `a chain that was made anew does not pass a checkpoint`() async throws {
        let premises = try await premises()
        let folder = try Folder()
        let publicKey = try await key(folder)
        let checkpoint = await run(premises, folder, "checkpoint")
        #expect(checkpoint.status == 0, "\(checkpoint.errors)")
        let kept = try folder.file("kept.jsonl", checkpoint.output)
        let good = await run(premises, folder, "verify", "--public-key", publicKey, "--checkpoint", kept)
        #expect(good.status == 0, "\(good.output)")
        #expect(good.output.contains("checkpoints confirm them up to row"))

        try await premises.execute(Self.rewriting)
        #expect(await premises.saypro("audit", "verify").status == 1)
        // Without the checkpoint in the database nobody would know, but for the one that was kept.
        try await premises.execute("DELETE FROM pipeline.audit_checkpoints")
        #expect(await premises.saypro("audit", "verify").status == 0)
        let found = await run(premises, folder, "verify", "--public-key", publicKey, "--checkpoint", kept)
        #expect(found.status == 1)
        #expect(found.output.contains("is not the one that the checkpoint"))
    }

    @Test func `rows cut off at the end are missed by a checkpoint`() async throws {
        let premises = try await premises()
        let folder = try Folder()
        _ = try await key(folder)
        _ = await run(premises, folder, "checkpoint")
        try await premises.execute("DELETE FROM pipeline.audit WHERE id = (SELECT max(id) FROM pipeline.audit)")
        let found = await premises.saypro("audit", "verify")
        #expect(found.status == 1)
        #expect(found.output.contains("is missing"))
    }

    @Test func `a checkpoint that the key did not sign is refused, and another key's does not count`() async throws {
        let premises = try await premises()
        let folder = try Folder()
        let publicKey = try await key(folder)
        _ = await run(premises, folder, "checkpoint")
        let other = Curve25519.Signing.PrivateKey().publicKey.rawRepresentation.base64EncodedString()
        let unconfirmed = await run(premises, folder, "verify", "--public-key", other, "--json")
        #expect(unconfirmed.json["confirmed"] == 0)
        #expect(unconfirmed.status == 1)
        #expect(await run(premises, folder, "verify", "--public-key", "foo").status == 64)
        try await premises.execute("UPDATE pipeline.audit_checkpoints SET id = id - 1")
        let forged = await run(premises, folder, "verify", "--public-key", publicKey)
        #expect(forged.status == 1)
        #expect(forged.output.contains("is not signed"))
    }

    @Test func `without a key there is no checkpoint`() async throws {
        let premises = try await premises()
        let run = await premises.saypro("audit", "checkpoint")
        #expect(run.status == 78)
        #expect(run.errors.contains("(umask 077; saypro audit key > "))
    }

    /// What somebody does who may write everything and knows how the chain is made.
    private static let rewriting = """
        UPDATE pipeline.audit SET actor = 'nobody' WHERE subject = 's-1';
        DO $$
        DECLARE
            last bytea := '';
            row record;
        BEGIN
            FOR row IN SELECT * FROM pipeline.audit ORDER BY id LOOP
                UPDATE pipeline.audit AS a
                SET previous = last, hash = pipeline.audit_hash(last, a.id, a.at, a.actor, a.action, a.subject, a.detail)
                WHERE a.id = row.id RETURNING a.hash INTO last;
            END LOOP;
        END
        $$;
        """
}
