import Contract
import Pipeline
import Postgres
import TestKit
import Testing

@testable import Routing

struct DatabaseTests {
    @Test
    func `a case's life is in the views as the contract says`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        try await office.decide([Commands.putAdmin("a-1", ["languages": "fr,en"])], on: session)
        try await office.decide([Commands.presence("a-1", "online")], on: session)
        try await office.decide([Commands.userWrites("c-1", ["language": "fr"])], on: session)
        try await office.decide([Commands.adminWrites(number: 2, after: .seconds(10))], on: session)
        try await office.decide([Commands.resolve(after: .seconds(20), ["root_cause": "typo"])], on: session)
        try await office.decide([Commands.resolve(after: .seconds(30))], on: session)
        try await office.decide([Commands.userWrites(number: 3, after: .seconds(40))], on: session)

        let row = try #require(
            try await session.query(
                Statement(
                    """
                    SELECT conversation, kind, state, cycle::bigint, assignee, "user", opened_at, first_reply_at,
                           resolved_at, reopened::bigint, outcome, root_cause
                    FROM api.cases
                    """
                )
            ).first
        )
        #expect(row.text(0) == "c-1")
        #expect(row.text(1) == "conversation")
        #expect(row.text(2) == "assigned")
        #expect(row.int(3) == 1)
        #expect(row.text(4) == "a-1")
        #expect(row.text(5) == "u-1")
        #expect(row.instant(6) == start)
        #expect(row.instant(7) == start + .seconds(10))
        #expect(row.isNull(8))
        #expect(row.int(9) == 1)
        #expect(row.isNull(10))
        #expect(row.isNull(11))

        let history = try await office.texts(
            "SELECT seq || ' ' || type || ' ' || actor || coalesce(' ' || reason, '') FROM api.case_history ORDER BY seq",
            on: session
        )
        #expect(
            history == [
                "1 case.opened user:u-1",
                "2 case.assigned system fewest_open_cases",
                "3 case.replied admin:a-1",
                "4 case.resolved admin:a-1",
                "5 case.refused admin:a-1 case_not_open",
                "6 case.reopened user:u-1 user_wrote",
                "7 case.assigned system had_it_before",
            ]
        )
        let assignments = try await session.query(
            Statement(#"SELECT admin, "from", "to", reason FROM api.assignments ORDER BY "from""#)
        )
        #expect(assignments.map { $0.text(0) } == ["a-1", "a-1"])
        #expect(assignments.map { $0.instantOrNull(1) } == [start, start + .seconds(40)])
        #expect(assignments.map { $0.instantOrNull(2) } == [start + .seconds(20), nil])
    }

    @Test
    func `messages name their case, from the spans alone`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        try await office.decide(
            [
                Commands.adminWrites(number: 1, after: .zero),
                Commands.userWrites(number: 2, after: .seconds(1)),
                Commands.userWrites(number: 3, after: .seconds(2)),
                Commands.resolve(after: .seconds(3)),
            ],
            on: session
        )
        try await office.decide([Commands.adminWrites(number: 4, after: .seconds(4))], on: session)
        try await office.decide([Commands.userWrites(number: 5, after: .seconds(5))], on: session)
        try await office.decide([Commands.resolve(after: .seconds(6))], on: session)
        let later = Duration.seconds(30 * 86_400)
        try await office.decide([Commands.userWrites(number: 6, after: later)], on: session)
        _ = try await session.query(
            Statement(
                """
                INSERT INTO ingest.messages (
                    partition, conversation, message_no, message, source, id, role, author, text, time, accepted_at
                )
                SELECT 0, 'c-1', n, gen_random_uuid(), 'web', 'w-' || n, 'user', 'u-1', 'x', now(), now()
                FROM generate_series(1, 7) AS n
                """
            )
        )
        let numbers = try await office.texts(
            """
            SELECT m.message_no || ':' || coalesce(c.number::text, '-')
            FROM api.messages AS m LEFT JOIN api.cases AS c ON c."case" = m."case"
            ORDER BY m.message_no
            """,
            on: session
        )
        #expect(numbers == ["1:-", "2:1", "3:1", "4:-", "5:1", "6:2", "7:2"])
    }

    @Test
    func `the directory is as last put`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        let partition = office.partitioning.partition(of: "u-1")
        func user(_ type: String, after time: Duration, _ more: Fields) -> Input {
            var fields: Fields = ["user": "u-1"]
            for field in more { fields.set(field.name, to: field.value) }
            return Commands.event(type, nil, after: time, partition: partition, fields)
        }
        try await office.decide(
            [
                user("user.put", after: .seconds(1), ["name": "Ann", "verified": "true", "channels": "email,in_app"]),
                user("user.put", after: .seconds(3), ["name": "Anne", "language": "fr", "active_listings": "7"]),
                user("user.put", after: .seconds(2), ["name": "Late"]),
            ],
            on: session
        )
        let put =
            #"SELECT concat_ws('|', "user", name, language, active_listings, verified, erased_at IS NULL) FROM api.users"#
        #expect(try await office.texts(put, on: session) == ["u-1|Anne|fr|7|t"])
        try await office.decide([user("user.erase", after: .seconds(5), [:])], on: session)
        try await office.decide([user("user.put", after: .seconds(4), ["name": "Late"])], on: session)
        #expect(try await office.texts(put, on: session) == ["u-1|f"])
        #expect(
            try await office.count(
                "SELECT count(*) FROM api.case_history WHERE \"case\" IS NULL AND reason = 'late'",
                on: session
            )
                == 2
        )
    }

    @Test
    func `one open case a conversation is the database's rule too`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        try await office.decide([Commands.userWrites()], on: session)
        let error = await #expect(throws: PostgresError.self) {
            try await session.execute(
                script: """
                    INSERT INTO router.cases (partition, conversation, number, id, kind, state, opened_at, decisions)
                    VALUES (0, 'c-1', 2, 'x', 'conversation', 'open', now(), 1)
                    """
            )
        }
        #expect(error?.sqlState == "23505")
    }

    @Test
    func `a replay of a rolled back batch has one effect`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        let inputs = [Commands.userWrites(), Commands.adminWrites(number: 2, after: .seconds(1))]
        let transaction = Transaction(session: session, now: .now(), partitioning: office.partitioning)
        let outcome = try await RouterStage().handle(inputs, in: transaction)
        _ = try await transaction.query(outcome.statements + [Statement("ROLLBACK")])
        try await office.decide(inputs, on: session)
        #expect(try await office.count("SELECT count(*) FROM router.cases", on: session) == 1)
        #expect(try await office.count("SELECT count(*) FROM router.case_history", on: session) == 2)
    }
}
