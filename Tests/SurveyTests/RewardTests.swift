import Contract
import Pipeline
import Postgres
import Testing

@testable import Survey

/// The ledger of rewards, on a real database.
@Suite struct RewardTests {
    private static let sum = "SELECT coalesce(sum(points), 0)::text FROM api.reward_postings"
    private static let balance = "SELECT coalesce(sum(points), 0)::text FROM api.rewards WHERE \"user\" = 'u-1'"

    /// Lets a user be asked about a case and answer.
    private func ask(_ desk: SurveyDesk, _ number: Int, day: Int, _ answer: Fields) async throws {
        let conversation = "c-\(number)"
        let date = "2026-0\(3 + (day - 1) / 28)-\(((day - 1) % 28 + 1) < 10 ? "0" : "")\((day - 1) % 28 + 1)"
        try await desk.resolve("\(date) 10:00", case: "case-\(number)", conversation: conversation)
        try await desk.pass(to: "\(date) 11:00")
        try await desk.handle([desk.answer("\(date) 12:00", answer, conversation: conversation)], at: "\(date) 12:00")
    }

    @Test(arguments: ["1", "2", "3", "4", "5"])
    func `the reward is the same for every rating`(rating: String) async throws {
        let desk = try await SurveyDesk.open()
        try await ask(desk, 1, day: 2, ["rating": rating])
        #expect(desk.events("reward.granted").map { $0.fields["points"] } == ["10"])
        try await ask(desk, 2, day: 10, ["rating": rating, "comment": "So it was"])
        #expect(desk.events("reward.granted").map { $0.fields["points"] } == ["10", "12"])
        #expect(try await desk.texts(Self.balance) == ["22"])
        #expect(try await desk.texts(Self.sum) == ["0"])
        await desk.close()
    }

    @Test func `one reward a cycle, up to the cap, which time frees`() async throws {
        let desk = try await SurveyDesk.open()
        try await ask(desk, 1, day: 2, ["rating": "5", "comment": "Well done"])
        try await desk.handle(
            [
                desk.answer("2026-03-02 13:00", ["rating": "4"], conversation: "c-1"),
                desk.answer("2026-03-02 14:00", ["suggestion": "More"], conversation: "c-1"),
            ],
            at: "2026-03-02 14:00"
        )
        try await ask(desk, 2, day: 10, ["rating": "1"])
        try await ask(desk, 3, day: 18, ["rating": "1"])
        try await ask(desk, 4, day: 33, ["rating": "1"])
        let rewards = try await desk.texts("SELECT concat_ws(' ', \"case\", points) FROM api.rewards ORDER BY at")
        #expect(rewards == ["case-1 15", "case-2 7", "case-4 10"])
        #expect(try await desk.texts(Self.sum) == ["0"])
        await desk.close()
    }

    @Test func `the cap holds whatever order the answers become known in`() async throws {
        let desk = try await SurveyDesk.open()
        var tokens: [String] = []
        for day in [2, 9] {
            let date = "2026-03-0\(day)"
            try await desk.resolve("\(date) 10:00", case: "case-\(day)", conversation: "c-\(day)")
            try await desk.pass(to: "\(date) 11:00")
            tokens.append(desk.token)
        }
        for (day, token) in zip([2, 9], tokens).reversed() {
            let fields: Fields = ["rating": "4", "comment": "Well done"]
            let answer = try desk.answer("2026-03-0\(day) 12:00", fields, token: token, conversation: "c-\(day)")
            try await desk.handle([answer], at: "2026-03-09 12:30")
        }
        #expect(desk.events("reward.granted").map { $0.fields["points"] } == ["15", "7"])
        #expect(try await desk.texts(Self.balance) == ["22"])
        await desk.close()
    }

    @Test(arguments: [(-30, 0), (1, 20), (4, 30), (25, 30), (50, 20), (60, 20), (61, 10), (80, 0)])
    func `of all stretches of the cap's time around a day, the one with most points counts`(
        day: Int,
        points: Int
    ) {
        func instant(_ day: Int) -> Instant { Instant(microseconds: Int64(day) * 86_400_000_000) }
        var user = AskedUser(key: AskedUser.Key(partition: 1, user: "u-1"))
        user.rewards = [40, 31, 20, 5].map { Transfer.Booked(at: instant($0), points: 10) }
        #expect(user.points(within: .seconds(30 * 86_400), around: instant(day)) == points)
    }

    @Test func `a case that turns out to be spam takes its reward back, once`() async throws {
        let desk = try await SurveyDesk.open()
        try await ask(desk, 1, day: 2, ["rating": "5"])
        let spam = try desk.event("case.spam", "2026-03-03 10:00")
        try await desk.handle([spam], at: "2026-03-03 10:00", crashing: true)
        try await desk.handle([spam], at: "2026-03-03 10:00")
        try await desk.handle([desk.event("case.spam", "2026-03-03 11:00")], at: "2026-03-03 11:00")
        #expect(desk.events("reward.reversed").map { $0.fields["reason"] } == ["spam"])
        #expect(try await desk.texts(Self.balance) == ["0"])
        #expect(try await desk.texts(Self.sum) == ["0"])
        #expect(try await desk.texts("SELECT points::text FROM api.rewards ORDER BY at") == ["10", "-10"])
        await desk.close()
    }

    @Test func `an operator takes a reward back by letter, while it can be taken back`() async throws {
        let desk = try await SurveyDesk.open()
        try await ask(desk, 1, day: 2, ["rating": "5"])
        func letter(_ time: String) -> Input {
            desk.letter(
                LetterKind.reverse,
                ["case": "case-1", "cycle": "1", "reason": "mistaken", "time": time, "cause": "operator"]
            )
        }
        try await desk.handle([letter("2026-07-01T00:00:00Z")], at: "2026-07-01 00:00")
        #expect(desk.events("reward.reversed").isEmpty)
        try await desk.handle([letter("2026-03-03T00:00:00Z"), letter("2026-03-03T00:00:00Z")], at: "2026-03-03 00:00")
        #expect(desk.events("reward.reversed").map { $0.fields["reason"] } == ["mistaken"])
        #expect(try await desk.texts(Self.balance) == ["0"])
        await desk.close()
    }

    @Test func `what is booked does not change`() async throws {
        let desk = try await SurveyDesk.open()
        try await ask(desk, 1, day: 2, ["rating": "5"])
        await #expect(throws: PostgresError.self) { _ = try await desk.rows("UPDATE survey.transfers SET points = 99") }
        await #expect(throws: PostgresError.self) {
            _ = try await desk.rows(
                """
                INSERT INTO survey.transfers SELECT partition, gen_random_uuid(), debit, credit, points, "user", "case",
                       cycle, reason, NULL, at FROM survey.transfers
                """
            )
        }
        #expect(try await desk.texts(Self.sum) == ["0"])
        await desk.close()
    }
}
