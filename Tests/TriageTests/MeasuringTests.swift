import Testing

@testable import Triage

@Suite struct `Measuring a model` {
    @Test func `counts what is right`() throws {
        let model = try TriageModel.train(Lesson.small)
        let figures = Evaluation(
            of: model,
            on: [
                Example(text: "refund my money", category: "refund"),
                Example(text: "please refund", category: "refund"),
                Example(text: "not visible in the search", category: "visibility"),
                Example(text: "not visible in the search", category: "refund"),
            ]
        )
        #expect(figures.messages == 4)
        #expect(figures.accuracy == 0.75)
        let refund = try #require(figures.rows.first { $0.category == "refund" })
        #expect(refund.messages == 3 && refund.precision == 1 && abs(refund.recall - 2.0 / 3) < 1e-12)
        #expect(abs(refund.f1 - 0.8) < 1e-12)
        #expect(abs(figures.macroF1 - (0.8 + 2.0 / 3) / 2) < 1e-12)
    }

    @Test func `of nothing gives nothing`() throws {
        let figures = Evaluation(of: try TriageModel.train(Lesson.small), on: [])
        #expect(figures.messages == 0 && figures.accuracy == 0 && figures.sureFrom == nil)
    }

    @Test func `finds the confidence from which enough is right`() {
        func graded(_ answers: [(Double, Bool)]) -> Double? {
            Graded.confidence(
                in: answers.map { Graded(confidence: $0.0, isRight: $0.1, weight: 1) },
                wanted: 0.75
            )
        }
        #expect(graded([(0.9, true), (0.8, true), (0.7, true), (0.6, false), (0.5, false)]) == 0.6)
        #expect(graded([(0.9, true), (0.8, true)]) == 0.8)
        #expect(graded([(0.9, false), (0.8, false)]) == nil)
        #expect(graded([(0.9, true), (0.9, false)]) == nil)
        #expect(graded([]) == nil)
    }

    @Test func `holds the same messages back each time`() {
        let lessons = Lessons(examples: (0..<2000).map { Example(text: "message \($0)", category: "x") })
        let (learned, heldBack) = lessons.split()
        #expect(learned.examples.count + heldBack.examples.count == 2000)
        #expect((150...250).contains(heldBack.examples.count))
        #expect(lessons.split().heldBack.examples == heldBack.examples)
    }

    @Test func `has functions that are as exact as they need to be`() {
        #expect(Exponential.exp(0) == 1)
        #expect(abs(Exponential.exp(1) - 2.718_281_828_459_045) < 1e-14)
        #expect(abs(Exponential.exp(-20) / 2.061_153_622_438_558e-9 - 1) < 1e-12)
        #expect(Exponential.exp(-1000) == 0 && Exponential.exp(1000).isFinite)
        for x in [1e-9, 0.1, 0.5, 1, 1.999, 2, 10, 12345.678] {
            #expect(abs(Exponential.exp(Exponential.log(x)) / x - 1) < 1e-12, "\(x)")
        }
        #expect(Exponential.softmax([1000, 1000]) == [0.5, 0.5])
        #expect(Exponential.softmax([]).isEmpty)
    }
}
