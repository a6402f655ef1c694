import Testing
import Triage

@Suite struct `Corrections by admins` {
    private let text = "the thing is on the blink again after the banner"

    @Test func `change what the model answers`() throws {
        let model = try TriageModel.train(Lesson.small)
        let before = model.judge(text).category
        let other = try #require(model.categories.first { $0 != before })
        let corrected = model.corrected(by: [Correction(text: text, category: other)])
        #expect(corrected.judge(text).category == other)
        #expect(corrected.version != model.version)
    }

    @Test func `leave plain messages as they were`() throws {
        let model = try Shipped.model.get()
        let corrected = model.corrected(by: [Correction(text: text, category: "technical_issue")])
        #expect(corrected.judge("I want a refund, give me my money back").category == "refund")
        #expect(corrected.judge(text).category == "technical_issue")
    }

    @Test func `give the same model for the same list`() throws {
        let model = try TriageModel.train(Lesson.small)
        let list = model.categories.map { Correction(text: "\(text) \($0)", category: $0) }
        #expect(model.corrected(by: list).serialized == model.corrected(by: list).serialized)
        #expect(try TriageModel(serialized: model.corrected(by: list).serialized) == model.corrected(by: list))
    }

    @Test func `wait for the next training where the category is new`() throws {
        let model = try TriageModel.train(Lesson.small)
        #expect(model.corrected(by: [Correction(text: text, category: "pets")]) == model)
        #expect(model.corrected(by: []) == model)
    }

    @Test func `are learned in training too, from their features alone`() throws {
        let stored = Correction(text: text, category: "refund").features
        let correction = try #require(Correction(features: stored, category: "hardware"))
        #expect(correction == Correction(text: text, category: "hardware"))
        var lessons = Lesson.small
        lessons.corrections = Array(repeating: correction, count: 10)
        let model = try TriageModel.train(lessons)
        #expect(model.judge(text).category == "hardware")
    }

    @Test func `and lessons on categories alone leave languages and spam as they were`() throws {
        let base = try TriageModel.train(Lesson.small)
        let lessons = Lessons(examples: [
            Example(text: "one two", category: "a"), Example(text: "three", category: "b"),
        ])
        let model = try TriageModel.train(lessons, over: base)
        #expect(model.categories == ["a", "b"])
        #expect(model.languages == ["en", "fr"])
        #expect(model.judge("win a free ad").spam == base.judge("win a free ad").spam)
        #expect(try TriageModel.train(lessons).languages.isEmpty)
    }

    @Test(arguments: [[1], [0, 0, 9], [0xFF, 0xFF]]) func `are refused in another form`(_ features: [UInt8]) {
        #expect(Correction(features: features, category: "refund") == nil)
    }
}
