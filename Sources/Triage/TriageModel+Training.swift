extension TriageModel {
    /// Chosen once; any other number would do as well.
    private static let seed: UInt64 = 20_260_101

    /// Learns a model: the same lessons in the same order give the same bytes.
    ///
    /// One message in ten, chosen by its text, calibrates how sure the model may be; the weights then learn from all.
    /// Where the lessons have nothing on spam, or no languages, a model that is given keeps its knowledge of them.
    package static func train(
        _ lessons: Lessons,
        over base: TriageModel? = nil
    ) throws(TriageFailure) -> TriageModel {
        let categories = try categories(of: lessons)
        let numbers = Dictionary(uniqueKeysWithValues: zip(categories, categories.indices))
        let examples = lessons.examples.map { example in
            Sample(example.text, label: numbers[example.category] ?? 0, weight: example.weight)
        }
        let weight = Float(lessons.correctionWeight)
        let corrections = lessons.corrections.map { correction in
            Sample(correction.buckets, label: numbers[correction.category] ?? 0, weight: weight)
        }
        let spoken = languageSamples(lessons)
        guard spoken.allSatisfy({ (1...64).contains($0.language.utf8.count) }) else {
            throw TriageFailure(.badExamples, "A language of the examples is no tag of 1 to 64 bytes, such as \"pt\".")
        }
        return TriageModel(
            categoryClassifier: fit(examples + corrections, categories),
            spamClassifier: kept(base?.spamClassifier, lessons.spam.isEmpty) ?? fit(spamSamples(lessons), [ham, spam]),
            profiles: kept(base?.profiles, spoken.isEmpty) ?? LanguageProfiles.fit(spoken)
        )
    }

    private static func kept<Part>(_ part: Part?, _ nothingNew: Bool) -> Part? {
        nothingNew ? part : nil
    }

    private static func categories(of lessons: Lessons) throws(TriageFailure) -> [String] {
        let categories = Set(lessons.examples.map(\.category) + lessons.corrections.map(\.category)).sorted()
        guard categories.count > 1, categories.count <= 1024,
            categories.allSatisfy({ (1...64).contains($0.utf8.count) })
        else {
            throw TriageFailure(
                .badExamples,
                "The examples name \(categories.count) categories; at least two are needed, each with a name of 1 to 64 "
                    + "bytes."
            )
        }
        return categories
    }

    private static func languageSamples(_ lessons: Lessons) -> [LanguageProfiles.Sample] {
        lessons.languages.map { LanguageProfiles.Sample(language: $0.language, text: MessageText($0.text)) }
            + lessons.examples.compactMap { example in
                example.language.map { LanguageProfiles.Sample(language: $0, text: MessageText(example.text)) }
            }
    }

    /// A message to learn, and whether it calibrates.
    private struct Sample {
        let learned: LinearTrainer.Sample
        let calibrates: Bool

        init(_ text: String, label: Int, weight: Float) {
            let buckets = Features(of: MessageText(text)).buckets
            learned = LinearTrainer.Sample(buckets: buckets, label: label, weight: weight)
            calibrates = Example(text: text, category: "").isHeldBack(oneIn: 10, salt: seed)
        }

        init(_ buckets: [UInt16], label: Int, weight: Float) {
            learned = LinearTrainer.Sample(buckets: buckets, label: label, weight: weight)
            calibrates = false
        }
    }

    private static func spamSamples(_ lessons: Lessons) -> [Sample] {
        lessons.examples.map { Sample($0.text, label: 0, weight: $0.weight) }
            + lessons.spam.map { Sample($0.text, label: $0.isSpam ? 1 : 0, weight: $0.weight) }
    }

    private static func fit(_ samples: [Sample], _ classes: [String]) -> LinearClassifier {
        let learned = samples.filter { !$0.calibrates }.map(\.learned)
        let draft = LinearTrainer.fit(learned, classes: classes, seed: seed)
        let calibration = Calibration(
            samples.filter(\.calibrates).map(\.learned).map { sample in
                Calibration.Answer(
                    scores: draft.scores(of: sample.buckets),
                    label: sample.label,
                    weight: Double(sample.weight)
                )
            }
        )
        var classifier = LinearTrainer.fit(samples.map(\.learned), classes: classes, seed: seed)
        classifier.temperature = Float(calibration.temperature)
        classifier.sureFrom = Float(calibration.sureFrom)
        return classifier
    }
}
