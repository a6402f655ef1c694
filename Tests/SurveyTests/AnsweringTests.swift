import Contract
import Pipeline
import Postgres
import Testing

@testable import Survey

/// What users say and what follows from it, on a real database.
@Suite struct AnsweringTests {
    /// A desk with one survey that went out on 9 March at 11:00.
    private func desk() async throws -> SurveyDesk {
        let desk = try await SurveyDesk.open()
        try await desk.resolve("2026-03-09 10:00")
        try await desk.pass(to: "2026-03-09 11:00")
        return desk
    }

    @Test func `answers may come in parts, amended and repeated, and each that says more is a version`() async throws {
        let desk = try await desk()
        let parts: [(String, Fields)] = [
            ("2026-03-10 09:00", ["rating": "4"]), ("2026-03-10 09:01", ["comment": "Slow but kind"]),
            ("2026-03-10 09:02", ["comment": "Slow but kind"]), ("2026-03-10 09:03", ["rating": "5", "clarity": "4"]),
        ]
        for (time, fields) in parts { try await desk.handle([desk.answer(time, fields)], at: time) }
        let answered = desk.events("survey.answered")
        #expect(answered.map { $0.fields["version"] } == ["1", "2", "3"])
        // An amended answer stays where the first one was.
        let first = try #require(answered.first)
        #expect(Set(answered.map { $0.fields["answered_at"] }) == [first.time.description])
        let last = try #require(answered.last)
        let told = [
            "survey", "user", "cycle", "rating", "scale", "stars", "band", "clarity", "comment", "admin", "team",
        ]
        #expect(
            told.map { last.fields[$0] ?? "" } == [
                "case-1/1", "u-1", "1", "5", "5", "5", "positive", "4", "Slow but kind", "a-2", "payments",
            ]
        )
        let row = try await desk.texts(
            "SELECT concat_ws(' ', state, rating, scale, stars, band, clarity, version, comment) FROM api.surveys"
        )
        #expect(row == ["answered 5 5 5 positive 4 3 Slow but kind"])
        let versions = try await desk.texts(
            "SELECT coalesce(version::text, 'no news') FROM api.survey_answers ORDER BY time"
        )
        #expect(versions == ["1", "2", "no news", "3"])
        await desk.close()
    }

    @Test func `a late answer that was given in time counts, one given after it does not`() async throws {
        let desk = try await desk()
        let token = desk.token
        try await desk.pass(to: "2026-03-24 00:00")
        #expect(desk.types.last == "survey.expired")
        try await desk.handle(
            [
                desk.answer("2026-03-23 11:01", ["rating": "1"], token: token),
                desk.answer("2026-03-23 10:59", ["rating": "4"], token: token),
            ],
            at: "2026-03-24 00:00"
        )
        #expect(try await desk.texts("SELECT concat_ws(' ', state, rating) FROM api.surveys") == ["answered 4"])
        #expect(try await desk.texts("SELECT code FROM api.survey_refusals") == ["locked"])
        await desk.close()
    }

    @Test(
        arguments: [
            (["rating": "4"], "4 10 negative"), (["rating": "9", "scale": "10"], "9 10 positive"),
            (["rating": "4", "scale": "5"], "4 5 positive"),
        ] as [(Fields, String)]
    )
    func `a rating without a scale is on the one that the user was asked on`(fields: Fields, kept: String) async throws
    {
        let desk = try await SurveyDesk.open()
        try await desk.resolve("2026-03-09 10:00", ["channel": "email"])
        try await desk.pass(to: "2026-03-09 12:00")
        #expect(desk.events.last?.fields["scale"] == "10")
        try await desk.handle([desk.answer("2026-03-10 09:00", fields)], at: "2026-03-10 09:00")
        #expect(try await desk.texts("SELECT concat_ws(' ', rating, scale, band) FROM api.surveys") == [kept])
        await desk.close()
    }

    @Test(arguments: [false, true])
    func `nothing is kept of what is said in the name of a user who was erased`(isRenamed: Bool) async throws {
        let desk = try await desk()
        let token = desk.token
        if isRenamed {
            _ = try await desk.rows(
                "UPDATE survey.surveys SET \"user\" = '\(Erasure.pseudonym())', conversation = 'erased-c'"
            )
        } else {
            try await desk.handle(
                [desk.event("user.changed", "2026-03-10 08:00", ["user": "u-1", "erased": "true"], case: nil)],
                at: "2026-03-10 08:00"
            )
        }
        let answer = try desk.answer("2026-03-10 09:00", ["rating": "1", "comment": "I am Thandi"], token: token)
        try await desk.handle([answer], at: "2026-03-10 09:00")
        #expect(desk.types == ["survey.scheduled", "survey.sent"])
        #expect(try await desk.texts("SELECT concat_ws(' ', state, comment) FROM api.surveys") == ["sent"])
        #expect(try await desk.texts("SELECT count(*)::text FROM api.survey_answers") == ["0"])
        let refused = try await desk.texts("SELECT concat_ws(' ', code, conversation) FROM api.survey_refusals")
        #expect(refused == ["user_erased \(isRenamed ? "erased-c" : "c-1")"])
        await desk.close()
    }

    @Test func `what turns out to be spam is answered no more, and an answer to it is amended no more`() async throws {
        let desk = try await desk()
        let first = desk.token
        try await desk.resolve("2026-03-17 10:00", case: "case-2", conversation: "c-2")
        try await desk.pass(to: "2026-03-17 11:00")
        let second = desk.token
        func said(_ rating: String, _ time: String) throws -> [Input] {
            [
                try desk.answer(time, ["rating": rating], token: first),
                try desk.answer(time, ["rating": rating], token: second, conversation: "c-2"),
            ]
        }
        try await desk.handle([said("4", "2026-03-17 12:00")[1]], at: "2026-03-17 12:00")
        try await desk.handle(
            [
                desk.event("case.spam", "2026-03-17 13:00"),
                desk.event("case.spam", "2026-03-17 13:00", case: "case-2", conversation: "c-2"),
            ],
            at: "2026-03-17 13:00"
        )
        try await desk.handle(said("1", "2026-03-17 14:00"), at: "2026-03-17 14:00")
        let rows = try await desk.texts("SELECT concat_ws(' ', state, rating) FROM api.surveys ORDER BY \"case\"")
        #expect(rows == ["expired", "answered 4"])
        #expect(try await desk.texts("SELECT code FROM api.survey_refusals") == ["locked", "locked"])
        #expect(desk.types.suffix(2) == ["survey.expired", "reward.reversed"])
        #expect(desk.events("follow_up.requested").isEmpty)
        await desk.close()
    }

    @Test func `fraud is refused with a reason, and changes nothing`() async throws {
        let desk = try await desk()
        let token = desk.token
        let forged = SurveyToken.generate(in: SurveyDesk.partitioning.partition(of: "c-1")).text
        // A conversation of somebody else in the same partition, and one in another.
        let partition = SurveyDesk.partitioning.partition(of: "c-1")
        let names = (2...50).map { "c-\($0)" }
        let near = try #require(names.first { SurveyDesk.partitioning.partition(of: $0) == partition })
        let far = try #require(names.first { SurveyDesk.partitioning.partition(of: $0) != partition })
        let rating: Fields = ["rating": "1"]
        try await desk.handle(
            [
                desk.answer("2026-03-10 09:00", rating, token: forged),
                desk.answer("2026-03-10 09:00", rating, token: "c-1"),
                desk.answer("2026-03-10 09:00", rating, token: token, conversation: near),
                desk.answer("2026-03-10 09:00", rating, token: token, conversation: far),
                desk.answer("2026-03-09 10:59", rating, token: token),
                desk.answer("2026-03-24 09:00", rating, token: token),
                desk.answer("2026-03-10 09:00", ["rating": "9"], token: token),
            ],
            at: "2026-03-24 09:00"
        )
        let refused = try await desk.texts(
            "SELECT concat_ws(' ', code, conversation, \"case\") FROM api.survey_refusals ORDER BY event"
        )
        #expect(
            refused == [
                "unknown_survey c-1", "unknown_survey c-1", "other_user \(near) case-1", "other_user \(far)",
                "not_sent c-1 case-1", "locked c-1 case-1", "bad_rating c-1 case-1",
            ]
        )
        #expect(try await desk.texts("SELECT state FROM api.surveys") == ["sent"])
        #expect(try await desk.texts("SELECT count(*)::text FROM api.rewards") == ["0"])
        #expect(desk.types == ["survey.scheduled", "survey.sent"])
        #expect(try await desk.texts("SELECT detail FROM api.survey_refusals WHERE detail LIKE '%\(token)%'").isEmpty)
        await desk.close()
    }

    @Test func `a survey takes a hundred answers and no more`() async throws {
        let desk = try await desk()
        let answers = try (0..<105).map { try desk.answer("2026-03-10 09:00", ["rating": "\($0 % 5 + 1)"]) }
        try await desk.handle(answers, at: "2026-03-10 09:00")
        #expect(try await desk.texts("SELECT count(*)::text FROM api.survey_answers") == ["100"])
        #expect(try await desk.texts("SELECT DISTINCT code FROM api.survey_refusals") == ["too_many"])
        await desk.close()
    }

    private static let ratings: [(Fields, Bool)] = [
        (["rating": "1"], true), (["rating": "2"], true), (["rating": "3"], false),
        (["rating": "4", "scale": "10"], true), (["rating": "5", "scale": "10"], false), (["comment": "Bad"], false),
    ]

    @Test(arguments: ratings)
    func `a low rating asks for a follow-up, once, in the team's hours`(fields: Fields, isLow: Bool) async throws {
        let desk = try await desk()
        // Friday afternoon: two hours on Friday, two on Monday.
        try await desk.handle([desk.answer("2026-03-13 15:00", fields)], at: "2026-03-13 15:00")
        try await desk.handle([desk.answer("2026-03-13 15:10", ["suggestion": "Call"])], at: "2026-03-13 15:10")
        let asked = desk.events("follow_up.requested")
        #expect(asked.count == (isLow ? 1 : 0))
        if let followUp = asked.first {
            #expect(followUp.fields["due"] == "2026-03-16T11:00:00.000Z")
            #expect(followUp.fields["team"] == "seniors")
            #expect(followUp.fields["rating"] == fields["rating"])
            #expect(followUp.case == CaseID("case-1"))
        }
        await desk.close()
    }

    @Test func `the page's letter is an answer like any other, and comes once`() async throws {
        let desk = try await desk()
        let form = desk.letter(
            LetterKind.answer,
            [
                "cause": EventID.generate().description, "survey": desk.token, "source": "survey", "id": "form",
                "time": "2026-03-10T09:00:00Z", "rating": "3", "comment": "Fine",
            ]
        )
        try await desk.handle([form], at: "2026-03-10 09:00", crashing: true)
        try await desk.handle([form], at: "2026-03-10 09:00")
        try await desk.handle([form], at: "2026-03-10 09:01")
        #expect(desk.events("survey.answered").map { $0.fields["band"] } == ["neutral"])
        #expect(try await desk.texts("SELECT source FROM api.survey_answers") == ["survey"])
        await desk.close()
    }

    @Test func `the past is told in any order: an answer that names its conversation waits for its survey`()
        async throws
    {
        let desk = try await SurveyDesk.open()
        let past: Fields = ["backfill": "true"]
        let answer = try desk.answer(
            "2026-01-06 09:00",
            ["rating": "1", "comment": "Slow", "backfill": "true"],
            token: "c-1"
        )
        try await desk.handle([answer], at: "2026-03-09 10:00")
        #expect(desk.events.isEmpty)
        try await desk.resolve("2026-01-05 10:00", past, at: "2026-03-09 10:00")
        try await desk.pass(to: "2026-04-01 00:00")
        #expect(desk.types == ["survey.scheduled", "survey.sent", "survey.answered", "reward.granted"])
        #expect(desk.events.map { $0.fields["backfill"] } == ["true", "true", "true", "true"])
        #expect(desk.events.map(\.time.description)[1...2] == ["2026-01-05T11:00:00.000Z", "2026-01-06T09:00:00.000Z"])
        // A name is enough for the past only, and within the window.
        try await desk.handle(
            [
                desk.answer("2026-03-09 10:00", ["rating": "5"], token: "c-1"),
                desk.answer("2026-01-21 10:00", ["rating": "5", "backfill": "true"], token: "c-1"),
            ],
            at: "2026-03-09 10:00"
        )
        let codes = try await desk.texts("SELECT code FROM api.survey_refusals ORDER BY event")
        #expect(codes == ["unknown_survey", "locked"])
        await desk.close()
    }

    @Test func `an answer of the past counts although another conversation's survey was known first`() async throws {
        let desk = try await SurveyDesk.open()
        let past: Fields = ["backfill": "true"]
        try await desk.resolve("2026-01-07 10:00", case: "case-2", conversation: "c-2", past, at: "2026-03-09 10:00")
        try await desk.pass(to: "2026-03-09 10:02")
        try await desk.resolve("2026-01-05 10:00", past, at: "2026-03-09 10:02")
        try await desk.pass(to: "2026-03-09 10:05")
        #expect(try await desk.texts("SELECT state FROM api.surveys ORDER BY \"case\"") == ["withheld", "expired"])
        let answer = try desk.answer("2026-01-06 09:00", ["rating": "4", "backfill": "true"], token: "c-1")
        try await desk.handle([answer], at: "2026-03-09 10:05")
        #expect(try await desk.texts("SELECT state FROM api.surveys ORDER BY \"case\"") == ["answered", "expired"])
        #expect(try await desk.texts("SELECT code FROM api.survey_refusals").isEmpty)
        let sent = try #require(desk.events("survey.sent").last)
        #expect(sent.fields["withheld"] == "cool_down")
        #expect(sent.time.description == "2026-01-05T11:00:00.000Z")
        await desk.close()
    }

    @Test func `an answer of the past waits for the resolve that follows a reopening`() async throws {
        let desk = try await SurveyDesk.open()
        let past: Fields = ["backfill": "true"]
        try await desk.resolve("2026-01-05 10:00", past, at: "2026-03-09 10:00")
        try await desk.handle([desk.event("case.reopened", "2026-01-05 10:30", past)], at: "2026-03-09 10:00")
        let answer = try desk.answer("2026-01-06 09:00", ["rating": "4", "backfill": "true"], token: "c-1")
        try await desk.handle([answer], at: "2026-03-09 10:00")
        // The router is behind for longer than an answer waits at first.
        try await desk.pass(to: "2026-03-09 10:02")
        try await desk.resolve("2026-01-05 14:00", past, at: "2026-03-09 10:02")
        try await desk.pass(to: "2026-03-09 10:05")
        #expect(try await desk.texts("SELECT concat_ws(' ', state, rating) FROM api.surveys") == ["answered 4"])
        #expect(try await desk.texts("SELECT code FROM api.survey_refusals").isEmpty)
        await desk.close()
    }

    @Test func `an answer of the past that nothing was asked for is refused in the end`() async throws {
        let desk = try await SurveyDesk.open()
        let answer = try desk.answer("2026-01-06 09:00", ["rating": "4", "backfill": "true"], token: "c-1")
        try await desk.handle([answer], at: "2026-03-09 10:00")
        try await desk.pass(to: "2026-03-09 10:31")
        #expect(try await desk.texts("SELECT code FROM api.survey_refusals").isEmpty)
        try await desk.pass(to: "2026-03-09 10:32")
        #expect(try await desk.texts("SELECT code FROM api.survey_refusals") == ["unknown_survey"])
        await desk.close()
    }

    @Test func `a past reopening before the survey was due cancels it, a later one does not`() async throws {
        let desk = try await SurveyDesk.open()
        let past: Fields = ["backfill": "true"]
        try await desk.resolve("2026-01-05 10:00", past, at: "2026-03-09 10:00")
        try await desk.handle([desk.event("case.reopened", "2026-01-05 10:30", past)], at: "2026-03-09 10:00")
        try await desk.resolve(
            "2026-01-05 10:00",
            case: "case-2",
            conversation: "c-2",
            ["backfill": "true", "user": "u-2"]
        )
        try await desk.handle(
            [
                desk.event(
                    "case.reopened",
                    "2026-01-05 11:30",
                    ["backfill": "true", "user": "u-2"],
                    case: "case-2",
                    conversation: "c-2"
                )
            ],
            at: "2026-03-09 10:00"
        )
        let states = try await desk.texts("SELECT concat_ws(' ', state, withheld) FROM api.surveys ORDER BY \"case\"")
        #expect(states == ["withheld reopened", "sent"])
        await desk.close()
    }

    @Test func `the database keeps no token, and the log shows none`() async throws {
        let desk = try await desk()
        let found = try await desk.texts(
            "SELECT s::text FROM survey.surveys AS s WHERE s::text LIKE '%\(desk.token)%'"
        )
        #expect(found.isEmpty)
        await desk.close()
    }
}
