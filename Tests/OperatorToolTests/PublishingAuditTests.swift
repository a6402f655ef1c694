import Contract
import Postgres
import TestKit
import Testing

@testable import OperatorTool

/// What is published by hand stands in the audit, without what it says and whom it is about.
@Suite struct PublishingAuditTests {
    private static let rows = """
        SELECT string_agg(concat_ws(' ', actor = session_user, action, subject, detail), '; ' ORDER BY id)
        FROM pipeline.audit WHERE action ~ '^(publish|import)'
        """

    @Test func `each command is one row: who, of which source, how many`() async throws {
        let premises = try await Premises()
        #expect(await premises.saypro("publish", "message.post", "user=u-1", "text=private").status == 0)
        #expect(await premises.saypro("publish", "case of u-1", "conversation=c", "source=is u-1").status == 0)
        let expected = #"t publish console {"type": "message.post", "entries": 1}; t publish unknown {"entries": 1}"#
        #expect(try await premises.value(Self.rows) == expected)
    }

    /// Whoever stops it leaves the first row.
    @Test func `an import is a row when it begins and one when it ends, whatever becomes of it`() async throws {
        let premises = try await Premises()
        let folder = try Folder()
        let rows = ["conversation,user,role,text,source", "c,u-1,user,private,", "c,u-1,robot,more,web", ""]
        let file = try folder.file("rows.csv", rows.joined(separator: "\n"))
        let writer = try await ReceiptWriter(premises)
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await writer.work() }
            #expect(await premises.saypro("import", file).status == 1)
            group.cancelAll()
        }
        let digest = try SHA256Text.ofFile(file).prefix(12)
        let begin = #"t import.begin import {"file": "\#(digest)", "after_row": 0}"#
        let end = #"t import.end import, web {"file": "\#(digest)", "entries": 2}"#
        #expect(try await premises.value(Self.rows) == "\(begin); \(end)")
    }

    @Test(arguments: [
        ("postgres:///saypro?host=/nowhere", "not written to the audit"),
        ("options=-c%20role%3Dsaypro_reader", ""),
    ])
    func `who has no database, or no right to the audit, publishes all the same`(
        database: String,
        told: String
    )
        async throws
    {
        let premises = try await Premises()
        var environment = premises.environment
        let own = premises.database.description
        environment["DATABASE_URL"] =
            database.contains("://") ? database : own + (own.contains("?") ? "&" : "?") + database
        let run = await ToolRun("publish", "user.put", "user=ann", "--id", "m-1", environment: environment)
        #expect(run.status == 0)
        #expect(run.output == "m-1\n")
        #expect(told.isEmpty ? run.errors.isEmpty : run.errors.contains(told), "\(run.errors)")
        #expect(try await premises.value(Self.rows) == nil)
    }
}
