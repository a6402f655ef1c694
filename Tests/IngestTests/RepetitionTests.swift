import Contract
import Ingest
import Pipeline
import Postgres
import Testing

/// Entries that come more than once.
struct RepetitionTests {
    @Test
    func `an id that comes again has no second effect`() async throws {
        let house = try await IngestHouse.open()
        let first = try await house.handle([Entries.message("a"), Entries.message("a")])
        let second = try await house.handle([Entries.message("a"), Entries.message("b")], ms: Entries.arrival + 1000)
        #expect(first.statuses == ["accepted", "duplicate"])
        #expect(second.statuses == ["duplicate", "accepted"])
        #expect(second.receipts[0].fields["message"] == first.receipts[0].fields["message"])
        #expect(second.events.map { $0.fields["message_no"] } == ["2"])
        #expect(try await house.count("ingest.messages") == 2)
    }

    @Test
    func `traceparent is not content, anything else is`() async throws {
        let house = try await IngestHouse.open()
        let trace = [("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
        try await house.handle([Entries.message("a")])
        let outcome = try await house.handle(
            [Entries.message("a", with: trace), Entries.message("a", with: [("x-ref", "1")])],
            ms: Entries.arrival + 1
        )
        #expect(outcome.statuses == ["duplicate", "rejected conflict"])
        let stored = try await house.column("SELECT concat_ws('|', source, id, code, field) FROM ingest.rejected")
        #expect(stored == ["web|a|conflict|id"])
    }

    @Test
    func `an id is remembered over the end of a week`() async throws {
        let house = try await IngestHouse.open()
        let monday = try await house.startOfWeek()
        let lastWeek = monday - .seconds(60)
        let entry = Entries.message("a")
        try await house.handle(house.inputs([entry]), at: lastWeek)
        let again = try await house.handle(house.inputs([entry]), at: monday + .seconds(60))
        let sixDaysLater = try await house.handle(house.inputs([entry]), at: monday + .seconds(6 * 86_400))
        #expect(again.statuses == ["duplicate"])
        #expect(sixDaysLater.statuses == ["duplicate"])
        let weeks = try await house.column("SELECT count(*)::text FROM ingest.ids")
        #expect(weeks == ["1"])
    }

    @Test
    func `an id of the new week is recognised by a clock that is still in the last one`() async throws {
        let house = try await IngestHouse.open()
        let monday = try await house.startOfWeek()
        let entry = Entries.message("a")
        try await house.handle(house.inputs([entry]), at: monday + .seconds(5))
        let again = try await house.handle(house.inputs([entry]), at: monday - .seconds(60))
        #expect(again.statuses == ["duplicate"])
    }

    @Test
    func `an id of two weeks ago is forgotten, and its range can go`() async throws {
        let house = try await IngestHouse.open()
        let monday = try await house.startOfWeek()
        let entry = Entries.message("a")
        try await house.handle(house.inputs([entry]), at: monday - .seconds(60))
        let later = try await house.handle(house.inputs([entry]), at: monday + .seconds(8 * 86_400))
        #expect(later.statuses == ["accepted"])
        #expect(later.events.map { $0.fields["message_no"] } == ["2"])
    }

    @Test
    func `a batch that is rolled back and redone has one effect`() async throws {
        let house = try await IngestHouse.open()
        let inputs = house.inputs((0..<130).map { Entries.message("m-\($0)") })
        try await house.handle(inputs, committing: false)
        let outcome = try await house.handle(inputs)
        #expect(outcome.statuses.filter { $0 == "accepted" }.count == 120)
        #expect(outcome.statuses.filter { $0 == "rejected rate_limited" }.count == 10)
        #expect(try await house.column("SELECT max(message_no)::text FROM ingest.messages") == ["120"])
        #expect(try await house.column("SELECT last_no::text FROM ingest.conversations") == ["120"])
    }

    @Test
    func `what is read again after a take-over changes nothing`() async throws {
        let house = try await IngestHouse.open()
        let entries =
            (0..<125).map { Entries.message("m-\($0)") } + [[("type", "nonsense"), ("id", "n"), ("source", "web")]]
            + [Entries.message("m-0", text: "Other content")]
        let first = try await house.handle(house.inputs(entries))
        let messages = try await house.column("SELECT message::text FROM ingest.messages ORDER BY message_no")

        // Another process has taken over: its memory of rates is empty.
        let successor = try await house.taken(by: IngestStage(keys: house.keys, secrets: nil))
        let again = try await successor.handle(house.inputs(entries, isReread: true))
        #expect(again.events.isEmpty)
        #expect(again.statuses == first.statuses.map { $0 == "accepted" ? "duplicate" : $0 })
        #expect(try await house.column("SELECT message::text FROM ingest.messages ORDER BY message_no") == messages)
        #expect(try await house.count("ingest.rejected") == 7)
        #expect(try await house.column("SELECT last_no::text FROM ingest.conversations") == ["120"])

        // The limited ones may be sent again as entries of their own.
        let resent = try await successor.handle([Entries.message("m-121")], ms: Entries.arrival + 60_000)
        #expect(resent.statuses == ["accepted"])
    }

    @Test
    func `an emptied stream may use its ids again`() async throws {
        let house = try await IngestHouse.open()
        let bad = [("type", "nonsense"), ("id", "n"), ("source", "web")]
        try await house.handle(house.inputs([bad]))
        let outcome = try await house.handle(house.inputs([Entries.message("a")], isReread: true))
        #expect(outcome.statuses == ["accepted"])
        let other = try await house.handle(house.inputs([bad + [("x-n", "2")]], isReread: true))
        #expect(other.statuses == ["rejected unknown_type"])
        #expect(try await house.count("ingest.rejected") == 2)
    }
}

extension IngestHouse {
    /// The start of the database's present week.
    func startOfWeek() async throws -> Instant {
        let text = try await column(
            "SELECT to_char(date_trunc('week', now() AT TIME ZONE 'UTC'), 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
        )
        return text.first.flatMap { $0.flatMap { Instant(rfc3339: $0) } } ?? .now()
    }

    /// The same house under another process's stage.
    func taken(by stage: IngestStage) async throws -> IngestHouse {
        try await stage.refresh(on: session)
        return IngestHouse(stage: stage, session: session, partitioning: partitioning)
    }
}
