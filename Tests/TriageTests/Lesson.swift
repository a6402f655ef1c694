import Triage

/// A few lessons, for tests that only need a model.
enum Lesson {
    static let small = Lessons(
        examples: (0..<30).flatMap { number in
            [
                Example(text: "please refund my money \(names[number % 5])", category: "refund", language: "en"),
                Example(
                    text: "my \(names[number % 5]) is not visible in the search",
                    category: "visibility",
                    language: "en"
                ),
                Example(text: "je ne peux pas me connecter \(names[number % 5])", category: "login", language: "fr"),
            ]
        },
        spam: names.map { SpamExample(text: "win a free \($0) now, claim your prize", isSpam: true) }
    )

    private static let names = ["ad", "boost", "banner", "shop", "listing"]
}
