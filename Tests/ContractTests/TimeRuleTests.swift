import Contract
import Testing

@Suite struct `Times of entries` {
    private func submission(at time: String, from source: String = "web") throws -> Submission {
        try Example.fields(.messagePost).with("source", source).with("time", time).entry().accepted()
    }

    @Test func `a time up to five minutes ahead is accepted as the time of arrival`() throws {
        #expect(try submission(at: "2026-03-01T08:05:00Z").time == Example.arrival)
        #expect(try submission(at: "2026-03-01T08:00:00.000001Z").time == Example.arrival)
    }

    @Test func `a time up to a day behind is accepted as it is`() throws {
        let late = try submission(at: "2026-02-28T08:00:00Z")
        #expect(late.time.description == "2026-02-28T08:00:00.000Z")
        #expect(!late.isBackfill)
    }

    @Test func `a time more than a day behind is backfill`() throws {
        #expect(try submission(at: "2026-02-28T07:59:59.999999Z", from: "import").isBackfill)
        #expect(try submission(at: "1999-12-31T23:59:59-02:00", from: "import").isBackfill)
        #expect(try !submission(at: "2026-02-28T08:00:00Z", from: "import").isBackfill)
    }

    @Test(arguments: ["0026-03-01T10:00:00Z", "0000-01-01T00:00:00+23:59", "1999-12-31T23:59:59.999999Z"])
    func `a time before the year 2000 is refused from a backfilling source too`(time: String) throws {
        let fields = Example.fields(.messagePost).with("source", "import").with("time", time)
        let rejection = try fields.entry().refused()
        #expect(rejection.code == .badValue && rejection.field == "time")
        #expect(rejection.detail.contains("2000-01-01T00:00:00Z"))
        #expect(try submission(at: "2000-01-01T00:00:00Z", from: "import").time == Limits.earliest)
    }

    @Test func `a future time is refused from a backfilling source too`() throws {
        let fields = Example.fields(.messagePost).with("source", "import").with("time", "2026-03-01T08:05:01Z")
        #expect(try fields.entry().refused().code == .timeInFuture)
    }

    @Test func `without a time the entry's Redis time counts, however late it is read`() throws {
        let validator = InboundValidator(rules: try Example.rules())
        let week = Duration.seconds(7 * 86_400)
        let submission = try validator.validate(
            Example.fields(.messagePost).entry(),
            arrivedAt: Example.arrival + week
        )
        #expect(submission.time == Example.arrival)
        #expect(!submission.isBackfill)
        let early = try validator.validate(Example.fields(.messagePost).entry(), arrivedAt: Example.arrival - week)
        #expect(early.time == Example.arrival - week)
    }
}
