import Contract
import Satisfaction
import TestKit
import Testing

@testable import Survey

/// What several answers say together.
@Suite struct AnswerTests {
    private static let sent = Instant(microseconds: 1_772_352_000_000_000)
    private static let expires = sent + .seconds(14 * 86_400)

    private static func answer(_ number: UInt64, after time: Duration, _ fields: Fields) throws -> Answer {
        Answer(
            event: EventID(high: number, low: 0),
            time: sent + time,
            source: "web",
            sheet: try #require(AnswerSheet(fields))
        )
    }

    private static func result(
        _ answers: [Answer],
        amendable: Duration? = nil
    ) -> (sheet: AnswerSheet, first: Instant?) {
        answers.result(sentAt: sent, expiresAt: expires, amendable: amendable)
    }

    @Test(arguments: Rating.Scale.allCases)
    func `every value of both scales is kept as it was given`(scale: Rating.Scale) throws {
        for value in scale.values {
            let sheet = try #require(AnswerSheet(["rating": "\(value)", "scale": "\(scale.rawValue)"]))
            let overall = try #require(sheet.overall)
            #expect(overall == Rating(value, on: scale))
            #expect(AnswerSheet(sheet.fields) == sheet)
        }
        #expect(AnswerSheet(["rating": "\(scale.rawValue + 1)", "scale": "\(scale.rawValue)"]) == nil)
        #expect(AnswerSheet(["clarity": "0", "scale": "\(scale.rawValue)"]) == nil)
    }

    @Test func `parts add up, and the last word on each question counts`() throws {
        let (sheet, first) = Self.result([
            try Self.answer(1, after: .seconds(60), ["rating": "2"]),
            try Self.answer(2, after: .seconds(120), ["comment": "Slow", "clarity": "3"]),
            try Self.answer(3, after: .seconds(180), ["rating": "4", "suggestion": "Call back"]),
        ])
        #expect(first == Self.sent + .seconds(60))
        #expect(
            sheet.fields.pairs.map { "\($0.0)=\($0.1)" } == [
                "rating=4", "scale=5", "clarity=3", "comment=Slow", "suggestion=Call back",
            ]
        )
    }

    @Test func `ratings without a scale are on the one that was asked on`() throws {
        let sheet = try #require(AnswerSheet(["rating": "4", "clarity": "8"], askedOn: .ten))
        #expect(sheet.overall == Rating(4, on: .ten))
        #expect(AnswerSheet(["rating": "4", "scale": "5"], askedOn: .ten)?.overall == Rating(4, on: .five))
        #expect(AnswerSheet(["rating": "8", "scale": "5"], askedOn: .ten) == nil)
        #expect(AnswerSheet(["rating": "8"], askedOn: .five) == nil)
    }

    @Test func `an empty remark takes back what was said there, and a further one says it anew`() throws {
        var answers = [
            try Self.answer(1, after: .seconds(60), ["rating": "2", "comment": "Slow", "suggestion": "Call back"]),
            try Self.answer(2, after: .seconds(120), ["comment": ""]),
            try Self.answer(3, after: .seconds(180), ["clarity": "3"]),
        ]
        #expect(Self.result(answers.reversed()).sheet.comment == nil)
        #expect(Self.result(answers).sheet.suggestion == "Call back")
        answers.append(try Self.answer(4, after: .seconds(240), ["comment": "Kind"]))
        #expect(Self.result(answers).sheet.comment == "Kind")
    }

    @Test func `a change of scale takes over what was rated on the other`() throws {
        let (sheet, _) = Self.result([
            try Self.answer(1, after: .seconds(1), ["rating": "2", "clarity": "5"]),
            try Self.answer(2, after: .seconds(2), ["rating": "7", "scale": "10"]),
            try Self.answer(3, after: .seconds(3), ["comment": "So"]),
        ])
        #expect(sheet.overall == Rating(7, on: .ten))
        #expect(sheet.factors == [.clarity: 10])
    }

    @Test(arguments: [
        (Duration.seconds(-1), false), (.zero, true), (.seconds(14 * 86_400), true),
        (.seconds(14 * 86_400) + .microseconds(1), false),
    ])
    func `what is said before it was sent or after it expired does not count`(after: Duration, counts: Bool) throws {
        let (sheet, first) = Self.result([try Self.answer(1, after: after, ["rating": "5"])])
        #expect((sheet.rating == 5) == counts)
        #expect((first != nil) == counts)
    }

    @Test func `answers lock so long after the first as they can be amended`() throws {
        let answers = [
            try Self.answer(1, after: .seconds(100), ["rating": "5"]),
            try Self.answer(2, after: .seconds(160), ["rating": "4"]),
            try Self.answer(3, after: .seconds(161), ["rating": "1"]),
        ]
        #expect(Self.result(answers, amendable: .seconds(60)).sheet.rating == 4)
        #expect(Self.result(answers).sheet.rating == 1)
    }

    @Test(arguments: 0..<200)
    func `permuted, repeated and late answers give one final answer`(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let answers = try (0..<Int.random(in: 1...7, using: &random)).map { number in
            var fields = Fields()
            let scale = Bool.random(using: &random) ? Rating.Scale.five : .ten
            fields.append("scale", String(scale.rawValue))
            for name in ["rating", "clarity", "helpfulness"] where Bool.random(using: &random) {
                fields.append(name, String(scale.values.randomElement(using: &random) ?? 1))
            }
            fields.append("comment", ["", "A", "B"].randomElement(using: &random) ?? "")
            // Few instants, so that answers of one instant and late ones occur.
            let time = Duration.seconds(Int64.random(in: -1...4, using: &random) * 4 * 86_400)
            return try Self.answer(UInt64(number), after: time, fields)
        }
        let amendable: Duration? = Bool.random(using: &random) ? nil : .seconds(5 * 86_400)
        let expected = Self.result(answers, amendable: amendable)
        for _ in 0..<20 {
            var shuffled = answers + answers.filter { _ in Bool.random(using: &random) }
            shuffled.shuffle(using: &random)
            let result = Self.result(shuffled, amendable: amendable)
            #expect(result.sheet == expected.sheet)
            #expect(result.first == expected.first)
        }
    }
}
