import Contract
import Testing

@testable import Demo

@Suite struct `Answers to surveys` {
    private static func survey(_ number: Int, scale: Int = 5, admin: String = "zanele", cycle: Int = 1) -> SentSurvey {
        SentSurvey(
            conversation: "demo-2026q3-1-\(number)",
            cycle: cycle,
            token: "token-\(number)",
            sentAt: Instant(LocalDay(year: 2026, month: 8, day: 20, zone: .johannesburg).start),
            scale: scale,
            admin: admin,
            language: "fr",
            category: "inquiry"
        )
    }

    @Test func `about a third of the users answer, most of them content`() throws {
        let answers = (0..<3000).compactMap { Told.quarter.answer(to: Self.survey($0)) }
        #expect((900...1300).contains(answers.count))
        let stars = answers.compactMap { $0["rating"].flatMap { Int($0) } }
        #expect(stars.allSatisfy { (1...5).contains($0) })
        let mean = Double(stars.reduce(0, +)) / Double(stars.count)
        #expect((4.3...4.9).contains(mean))
        #expect(answers.contains { $0["comment"] != nil })
    }

    @Test func `users like some admins better than others`() {
        func mean(_ admin: String) -> Double {
            let stars = (0..<3000).compactMap { Told.quarter.answer(to: Self.survey($0, admin: admin))?["rating"] }
                .compactMap { Int($0) }
            return Double(stars.reduce(0, +)) / Double(max(1, stars.count))
        }
        #expect(mean("zanele") > mean("johan") + 0.2)
    }

    @Test(arguments: [5, 10])
    func `an answer fits its scale, comes after the survey and is the same each time`(scale: Int) {
        for number in 0..<500 {
            let survey = Self.survey(number, scale: scale)
            guard let answer = Told.quarter.answer(to: survey) else { continue }
            #expect(answer == Told.quarter.answer(to: survey))
            #expect(answer.time > survey.sentAt)
            #expect(answer.time < survey.sentAt + .seconds(14 * 86_400))
            #expect(answer["scale"] == "\(scale)")
            #expect(answer["survey"] == survey.token)
            let rating = answer["rating"].flatMap { Int($0) } ?? 0
            #expect((1...scale).contains(rating))
        }
    }

    @Test func `a survey of another conversation is not answered`() {
        let other = SentSurvey(
            conversation: "c-1",
            cycle: 1,
            token: "t",
            sentAt: Told.now,
            scale: 5,
            admin: "zanele",
            language: "en",
            category: ""
        )
        #expect(Told.quarter.answer(to: other) == nil)
    }
}
