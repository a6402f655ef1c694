import BusinessTime
import Contract
import Policy
import PolicyStore
import Postgres
import Testing

@Suite struct `A policy with files` {
    private static let yaml = """
        version: 1
        sources: { web: { publish: [message.post] } }
        categories: { general: {} }
        calendars: { office: { zone: UTC, week: { mon-fri: ["08:00-17:00"] }, icalendar: [za.ics] } }
        knowledge: { folder: help }
        """
    private static let files = KeptFiles([
        "za.ics": """
        BEGIN:VCALENDAR
        BEGIN:VEVENT
        DTSTART;VALUE=DATE:20260403
        SUMMARY:Good Friday
        END:VEVENT
        END:VCALENDAR

        """,
        "help/hours.en.md": "---\ntitle: Hours\ncategory: general\nquestions: [when are you open]\n---\nAlways.\n",
    ])

    @Test func `a program reads the version with its articles and its imported holidays`() async throws {
        let house = try await PolicyHouse.open()
        let version = try await house.apply(Self.yaml, Self.files)
        _ = try await house.session.query(Statement("SET ROLE saypro_router"))
        let policy = PolicyInForce(program: "test")
        let document = try #require(try await policy.reread(on: house.session))
        #expect(policy.current?.version == version)
        #expect(document.articles.map(\.title) == ["Hours"])
        #expect(document.calendars["office"]?.holidays.map(\.title) == ["Good Friday"])
        let friday = try #require(Instant(rfc3339: "2026-04-03T10:00:00Z"))
        let calendars = OfficeCalendars(document)
        #expect(calendars["office"]?.isOpen(at: friday) == false)
        #expect(calendars["office"]?.isOpen(at: friday + .seconds(3 * 86_400)) == true)
        #expect(try await policy.reread(on: house.session) == nil)
        await house.session.close()
    }

    @Test func `before anything is applied the default policy has its own articles`() async throws {
        let house = try await PolicyHouse.open()
        let document = try #require(try await PolicyInForce(program: "test").reread(on: house.session))
        #expect(document.articles.count == DefaultPolicy.files.texts.count)
        await house.session.close()
    }

    @Test func `a version from before files were kept is still read`() async throws {
        let house = try await PolicyHouse.open()
        let insert = "INSERT INTO policy.versions (version, yaml, digest) VALUES (1, $1, '')"
        _ = try await house.session.query(Statement(insert, .text(Self.yaml)))
        let document = try #require(try await PolicyInForce(program: "test").reread(on: house.session))
        #expect(document.articles.isEmpty)
        #expect(document.calendars["office"]?.holidays.isEmpty == true)
        await house.session.close()
    }

    @Test(arguments: [
        "UPDATE policy.files SET text = ''", "DELETE FROM policy.files", "UPDATE policy.articles SET body = ''",
        "DELETE FROM policy.articles",
    ])
    func `what belongs to a version never changes`(_ sql: String) async throws {
        let house = try await PolicyHouse.open()
        try await house.apply(Self.yaml, Self.files)
        _ = try await house.session.query(Statement("SET ROLE saypro_operator"))
        let error = try await #require(throws: PostgresError.self) { _ = try await house.session.query(Statement(sql)) }
        #expect(error.sqlState == "42501")
        await house.session.close()
    }
}
