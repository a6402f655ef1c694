import Contract
import Testing

@testable import Demo

@Suite struct `Answers to surveys` {
    private static let answers = Told.entries.filter { $0.type == .surveyAnswer }

    @Test func `a good part of the users answer, most of them content`() {
        #expect((1000...2600).contains(Self.answers.count))
        let stars = Self.answers.compactMap { $0["rating"].flatMap { Int($0) } }
        #expect(stars.count == Self.answers.count)
        #expect(Set(stars) == [1, 2, 3, 4, 5])
        let mean = Double(stars.reduce(0, +)) / Double(stars.count)
        #expect((4.2...4.8).contains(mean))
        #expect(Self.answers.count { $0["comment"] != nil } > 200)
        #expect(Self.answers.contains { $0["suggestion"] != nil })
    }

    @Test func `an answer names its conversation, comes after the resolve and while the survey can be answered`() {
        for answer in Self.answers {
            let entries = Told.conversations[answer["conversation"] ?? ""] ?? []
            #expect(answer["survey"] == answer["conversation"])
            let resolve = entries.first { $0.type == .caseResolve }
            let pause = resolve.map { answer.time - $0.time } ?? .zero
            #expect(pause > .seconds(3600) && pause < .seconds(14 * 86_400))
            #expect(resolve?["service"] == nil, "nobody is asked about what a machine did")
        }
    }

    @Test func `users like some admins better than others`() {
        func mean(_ admin: String) -> Double {
            let world = Told.quarter.world
            guard let colleague = world.office.colleagues.first(where: { $0.id == admin }) else { return 0 }
            let stars = (0..<2000).compactMap { number in
                Asked(
                    conversation: "demo-2026q3-1-\(number)",
                    client: Client(number, seed: 1),
                    admin: colleague,
                    sentAt: LocalDay(year: 2026, month: 8, day: 20, zone: .johannesburg).start,
                    toldUntil: 0
                ).answer(in: world)?["rating"]
            }.compactMap { Int($0) }
            return Double(stars.reduce(0, +)) / Double(max(1, stars.count))
        }
        #expect(mean("zanele") > mean("johan") + 0.2)
    }

    @Test func `nobody is asked twice within a week`() {
        let users = Dictionary(grouping: Self.answers) { answer in
            Told.conversations[answer["conversation"] ?? ""]?.compactMap { $0["user"] }.first ?? ""
        }
        for (user, answers) in users {
            let resolves = answers.compactMap { answer in
                Told.conversations[answer["conversation"] ?? ""]?.first { $0.type == .caseResolve }?.time
            }.sorted()
            for (earlier, later) in zip(resolves, resolves.dropFirst()) {
                #expect(later - earlier >= .seconds(7 * 86_400), "\(user)")
            }
        }
    }
}
