import Contract
import Pipeline
import Postgres
import Testing

@testable import Survey

/// Who is asked, when, and who is not, on a real database.
@Suite struct SchedulingTests {
    @Test func `a survey goes out after the channel's delay, once, with what it is booked on frozen`() async throws {
        let desk = try await SurveyDesk.open()
        try await desk.resolve("2026-03-09 10:00")
        #expect(desk.timer()?.due.description == "2026-03-09T11:00:00.000Z")
        try await desk.pass(to: "2026-03-09 11:00")
        #expect(desk.types == ["survey.scheduled", "survey.sent"])
        let sent = try #require(desk.events.last)
        #expect(sent.time.description == "2026-03-09T11:00:00.000Z")
        #expect(SurveyToken(desk.token) != nil)
        let told = ["survey", "user", "cycle", "scale", "channel", "language", "admin", "team", "category", "expires"]
        #expect(
            told.map { sent.fields[$0] ?? "" } == [
                "case-1/1", "u-1", "1", "5", "web", "fr", "a-2", "payments", "refund", "2026-03-23T11:00:00.000Z",
            ]
        )
        // What becomes of the case afterwards changes nothing.
        try await desk.handle(
            [
                desk.event("case.categorized", "2026-03-09 12:00", ["category": "login_issue"]),
                desk.event("case.replied", "2026-03-09 12:10", ["admin": "a-9"]),
                desk.event("case.reopened", "2026-03-09 12:20"),
                desk.event("case.resolved", "2026-03-09 12:30", ["actor": "admin:a-9", "team": "seniors"]),
            ],
            at: "2026-03-09 12:30"
        )
        try await desk.pass(to: "2026-03-09 20:00")
        #expect(desk.events("survey.sent").count == 1)
        let row = try await desk.texts(
            """
            SELECT concat_ws(' ', state, resolver, last_replier, array_to_string(participants, ','), team, category,
                             channel, to_jsonb(s) ? 'token')
            FROM api.surveys AS s
            """
        )
        #expect(row == ["sent a-2 a-1 a-1 payments refund web f"])
        #expect(try await desk.texts("SELECT count(*)::text FROM survey.surveys WHERE token_hash IS NULL") == ["0"])
        await desk.close()
    }

    @Test func `each cycle has a survey of its own`() async throws {
        let desk = try await SurveyDesk.open()
        try await desk.resolve("2026-03-09 10:00")
        try await desk.pass(to: "2026-03-12 10:00")
        try await desk.handle(
            [
                desk.event("case.reopened", "2026-03-20 10:00", ["cycle": "2"]),
                desk.event("case.replied", "2026-03-20 10:30", ["cycle": "2", "admin": "a-3"]),
                desk.event("case.resolved", "2026-03-20 11:00", ["cycle": "2", "actor": "service:console"]),
            ],
            at: "2026-03-20 11:00"
        )
        try await desk.pass(to: "2026-03-20 12:00")
        let sent = desk.events("survey.sent").map { "\($0.fields["survey"] ?? "") \($0.fields["admin"] ?? "")" }
        #expect(sent == ["case-1/1 a-2", "case-1/2 a-3"])
        #expect(desk.events("survey.sent").last?.fields["channel"] == "web")
        await desk.close()
    }

    @Test func `a reopening before it goes out cancels it, and the next resolve schedules it again`() async throws {
        let desk = try await SurveyDesk.open()
        try await desk.resolve("2026-03-09 10:00")
        try await desk.handle([desk.event("case.reopened", "2026-03-09 10:30")], at: "2026-03-09 10:30")
        #expect(desk.timer() == nil)
        #expect(try await desk.texts("SELECT withheld FROM api.surveys") == ["reopened"])
        try await desk.pass(to: "2026-03-09 13:00")
        let again: Fields = ["actor": "admin:a-2"]
        try await desk.handle([desk.event("case.resolved", "2026-03-09 14:00", again)], at: "2026-03-09 14:00")
        try await desk.pass(to: "2026-03-09 16:00")
        #expect(desk.types == ["survey.scheduled", "survey.withheld", "survey.scheduled", "survey.sent"])
        #expect(desk.events.last?.time.description == "2026-03-09T15:00:00.000Z")
        await desk.close()
    }

    private static let reasons: [(Fields, String)] = [
        (["no_survey": "vip"], "no_survey"), (["channel": "api"], "channel"),
        (["actor": "system", "reason": "no_answer"], "stale"), (["actor": "admin:u-1"], "self_rating"),
    ]

    @Test(arguments: reasons)
    func `who is not to be asked is not, and the reason is kept`(fields: Fields, reason: String) async throws {
        let desk = try await SurveyDesk.open()
        try await desk.resolve("2026-03-09 10:00", fields)
        #expect(desk.types == ["survey.withheld"])
        #expect(desk.events.first?.fields["reason"] == reason)
        #expect(desk.timer() == nil)
        #expect(try await desk.texts("SELECT withheld FROM api.surveys") == [reason])
        await desk.close()
    }

    @Test(arguments: [("case.spam", "spam"), ("case.merged", "merged")])
    func `a cycle that does not count is withheld, before its resolve and after`(
        type: String,
        reason: String
    ) async throws {
        let desk = try await SurveyDesk.open()
        try await desk.handle(
            [
                desk.event(type, "2026-03-09 09:10")
            ],
            at: "2026-03-09 09:10"
        )
        try await desk.resolve("2026-03-09 10:00", case: "case-2", conversation: "c-2")
        try await desk.handle(
            [
                desk.event(type, "2026-03-09 10:10", case: "case-2", conversation: "c-2")
            ],
            at: "2026-03-09 10:10"
        )
        try await desk.pass(to: "2026-03-10 10:00")
        #expect(desk.types == ["survey.withheld", "survey.scheduled", "survey.withheld"])
        // When it was, for who looks for it by its time.
        let rows = try await desk.texts(
            "SELECT concat_ws(' ', withheld, to_char(scheduled_at AT TIME ZONE 'UTC', 'HH24:MI')) FROM api.surveys ORDER BY 1"
        )
        #expect(rows == ["\(reason) 09:10", "\(reason) 10:00"])
        await desk.close()
    }

    @Test func `where no person took part nobody is asked`() async throws {
        let desk = try await SurveyDesk.open()
        try await desk.handle(
            [
                desk.event("case.resolved", "2026-03-09 09:10", ["actor": "system", "reason": "answered_by_article"])
            ],
            at: "2026-03-09 09:10"
        )
        #expect(desk.events.map { $0.fields["reason"] } == ["no_human"])
        await desk.close()
    }

    @Test func `nobody is asked twice within the cool-down, whatever lanes ask at once`() async throws {
        let desk = try await SurveyDesk.open()
        let other = try await desk.another()
        // Two conversations of one user in two partitions, due in the same minute.
        let conversations = ["c-1", "c-2", "c-3", "c-4", "c-5", "c-6"]
        for (place, conversation) in conversations.enumerated() {
            try await (place % 2 == 0 ? desk : other).resolve(
                "2026-03-09 10:00",
                case: "case-\(place)",
                conversation: conversation
            )
        }
        async let one: Void = desk.pass(to: "2026-03-09 12:00")
        async let two: Void = other.pass(to: "2026-03-09 12:00")
        _ = try await (one, two)
        let states = try await desk.texts("SELECT concat_ws(' ', state, withheld) FROM api.surveys ORDER BY 1")
        #expect(states == ["sent"] + Array(repeating: "withheld cool_down", count: 5))
        try await desk.resolve("2026-03-16 09:59", case: "late", conversation: "c-9")
        try await desk.resolve("2026-03-16 10:00", case: "later", conversation: "c-8")
        try await desk.pass(to: "2026-03-16 12:00")
        let last = try await desk.texts(
            "SELECT concat_ws(' ', state, withheld) FROM api.surveys WHERE \"case\" LIKE 'late%' ORDER BY \"case\""
        )
        #expect(last == ["withheld cool_down", "sent"])
        await other.close()
        await desk.close()
    }

    @Test func `a user who was erased is not asked`() async throws {
        let desk = try await SurveyDesk.open()
        try await desk.resolve("2026-03-09 10:00")
        try await desk.handle(
            [desk.event("user.changed", "2026-03-09 10:30", ["user": "u-1", "erased": "true"], case: nil)],
            at: "2026-03-09 10:30"
        )
        try await desk.pass(to: "2026-03-09 12:00")
        #expect(desk.events.last?.fields["reason"] == "user_erased")
        await desk.close()
    }

    @Test func `a user who was erased after the resolve is not asked under the new name`() async throws {
        let desk = try await SurveyDesk.open()
        try await desk.resolve("2026-03-09 10:00")
        _ = try await desk.rows("UPDATE survey.surveys SET \"user\" = '\(Erasure.pseudonym())'")
        try await desk.pass(to: "2026-03-09 12:00")
        #expect(desk.events.last?.type == "survey.withheld")
        #expect(desk.events.last?.fields["reason"] == "user_erased")
        await desk.close()
    }

    @Test func `a reminder comes once and only to who has not answered, then the survey expires`() async throws {
        let desk = try await SurveyDesk.open()
        try await desk.resolve("2026-03-09 10:00")
        try await desk.pass(to: "2026-03-30 00:00")
        #expect(desk.types == ["survey.scheduled", "survey.sent", "survey.reminded", "survey.expired"])
        #expect(
            desk.events.map(\.time.description).suffix(2) == ["2026-03-12T11:00:00.000Z", "2026-03-23T11:00:00.000Z"]
        )
        #expect(desk.events[2].fields["token"] == nil)
        #expect(try await desk.texts("SELECT state FROM api.surveys") == ["expired"])

        try await desk.resolve("2026-04-01 10:00", case: "case-2", conversation: "c-2")
        try await desk.pass(to: "2026-04-01 11:00")
        let answer = try desk.answer("2026-04-02 10:00", ["rating": "5"], conversation: "c-2")
        try await desk.handle([answer], at: "2026-04-02 10:00")
        try await desk.pass(to: "2026-05-01 00:00")
        #expect(desk.types.suffix(3) == ["survey.sent", "survey.answered", "reward.granted"])
        await desk.close()
    }

    @Test func `nobody is reminded of spam, nor in the name of a user who was erased`() async throws {
        let desk = try await SurveyDesk.open()
        try await desk.resolve("2026-03-09 10:00")
        try await desk.resolve("2026-03-09 10:00", case: "case-2", conversation: "c-2", ["user": "u-2"])
        try await desk.pass(to: "2026-03-10 10:00")
        try await desk.handle([desk.event("case.spam", "2026-03-10 10:00")], at: "2026-03-10 10:00")
        #expect(desk.timer() == nil)
        _ = try await desk.rows(
            "UPDATE survey.surveys SET \"user\" = '\(Erasure.pseudonym())' WHERE \"case\" = 'case-2'"
        )
        try await desk.pass(to: "2026-03-30 00:00")
        let told = desk.events.dropFirst(4).map { "\($0.type) \($0.time)" }
        #expect(told == ["survey.expired 2026-03-10T10:00:00.000Z", "survey.expired 2026-03-23T11:00:00.000Z"])
        await desk.close()
    }

    @Test func `a batch that is redone, and a timer that comes again, ask nobody twice`() async throws {
        let desk = try await SurveyDesk.open()
        try await desk.resolve("2026-03-09 10:00")
        let timer = try #require(desk.timer())
        try await desk.handle([desk.due(timer)], at: "2026-03-09 11:00", crashing: true)
        #expect(try await desk.texts("SELECT state FROM api.surveys") == ["scheduled"])
        try await desk.handle([desk.due(timer)], at: "2026-03-09 11:00")
        try await desk.handle([desk.due(timer), desk.due(timer)], at: "2026-03-09 11:01")
        #expect(desk.events("survey.sent").count == 1)
        #expect(desk.timer()?.due.description == "2026-03-12T11:00:00.000Z")
        await desk.close()
    }

    @Test func `one that goes out late leaves the whole time to answer`() async throws {
        let desk = try await SurveyDesk.open()
        try await desk.resolve("2026-03-09 10:00")
        let timer = try #require(desk.timer())
        try await desk.handle([desk.due(timer)], at: "2026-03-16 11:00")
        let sent = try #require(desk.events.last)
        #expect(sent.time.description == "2026-03-09T11:00:00.000Z")
        #expect(sent.fields["expires"] == "2026-03-30T11:00:00.000Z")
        await desk.close()
    }
}
