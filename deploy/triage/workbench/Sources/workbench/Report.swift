import Foundation
import Triage

/// What the model gets right on messages that it has not learned from, and how long it takes.
struct Report {
    let model: TriageModel
    let heldBack: Lessons

    func show() {
        let own = heldBack.examples.filter { $0.language != nil }
        show("all held back", heldBack.examples)
        show("the public ones", heldBack.examples.filter { $0.language == nil })
        show("our own", own)
        show("our own, English", own.filter { $0.language == "en" })
        print("\ncategory               messages  precision  recall  F1")
        for row in Evaluation(of: model, on: heldBack.examples).rows {
            let name = row.category.padding(toLength: 20, withPad: " ", startingAt: 0)
            print(String(format: "%@ %10d %10.3f %7.3f %.3f", name, row.messages, row.precision, row.recall, row.f1))
        }
        showSpam()
        showLanguages()
        showCorrections()
        print("\nprocessor time of one judgement, best of 7 rounds")
        show("as they are", heldBack.examples.map(\.text))
        for length in [120, 250, 500, 5000] {
            show("\(length) characters", heldBack.examples.map { String(repeated($0.text).prefix(length)) })
        }
    }

    private func show(_ name: String, _ examples: [Example]) {
        let figures = Evaluation(of: model, on: examples)
        print(
            """

            \(name): \(figures.messages) messages
              accuracy \(share(figures.accuracy)), macro-F1 \(share(figures.macroF1)), \
            calibration error \(share(figures.calibrationError))
              95 % are right from confidence \(figures.sureFrom.map(share) ?? "none"), \
            \(share(figures.shareBelow)) of the messages are below it
              the model is sure from \(share(model.sureFrom)): of \(share(figures.shareSure)), \
            right in \(share(figures.accuracyWhenSure))
            """
        )
    }

    private func showSpam() {
        print("\nspam                found of spam      taken for spam of honest texts, of messages to the site")
        for limit in [0.3, 0.5, 0.7, 0.9] {
            func found(_ texts: [String]) -> String {
                "\(texts.count { model.judge($0).spam.score >= limit }) / \(texts.count)"
            }
            let spam = found(heldBack.spam.filter(\.isSpam).map(\.text))
            let honest = found(heldBack.spam.filter { !$0.isSpam }.map(\.text))
            print("  score from \(limit)     \(spam)      \(honest)      \(found(heldBack.examples.map(\.text)))")
        }
    }

    private func showLanguages() {
        let spoken =
            heldBack.languages.map { ($0.text, $0.language) }
            + heldBack.examples.compactMap { example in example.language.map { (example.text, $0) } }
        let guesses = spoken.map { (guess: model.guessLanguage(of: $0.0), language: $0.1) }
        let sure = guesses.filter(\.guess.isSure)
        print(
            """

            languages: \(guesses.count) texts, right \(guesses.count { $0.guess.language == $0.language }), \
            sure \(sure.count), of these right \(sure.count { $0.guess.language == $0.language })
            """
        )
    }

    private func show(_ name: String, _ texts: [String]) {
        var best = Double.infinity
        var sure = 0
        for _ in 0..<7 {
            let start = clock()
            sure = texts.count { model.judge($0).isSure }
            best = min(best, Double(clock() - start) / Double(CLOCKS_PER_SEC) * 1e6 / Double(texts.count))
        }
        print(String(format: "  %@: %.1f µs (%d of %d sure)", name, best, sure, texts.count))
    }

    private func showCorrections() {
        let corrections = heldBack.examples.map { Correction(text: $0.text, category: $0.category) }
        let start = clock()
        let corrected = model.corrected(by: corrections)
        let time = Double(clock() - start) / Double(CLOCKS_PER_SEC)
        let right = Evaluation(of: corrected, on: heldBack.examples).accuracy
        print(
            "\n\(corrections.count) corrections learned in \(String(format: "%.3f", time)) s; "
                + "of these messages \(share(right)) are right then"
        )
    }

    private func repeated(_ text: String) -> String {
        String(repeating: text + " ", count: 5000 / max(text.utf8.count, 1) + 1)
    }

    private func share(_ value: Double) -> String { String(format: "%.3f", value) }
}
