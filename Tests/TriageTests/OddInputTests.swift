import Testing

@testable import Triage

@Suite struct `Odd messages` {
    private static let odd: [String] = [
        "", "\0", "\0\0\0", "\u{FEFF}", "\u{200B}\u{200D}", "e\u{301}\u{301}\u{301}", "\u{301}",
        "🇿🇦👩‍👩‍👧‍👦", "ＦＲＥＥ　ＭＯＮＥＹ", "مرحبا كيف حالك", "नमस्ते दुनिया", "你好世界", "İstanbul ŞİŞLİ ǅ ß ẞ",
        "\r\n\r\n\t", "a", "ab", "!!!???$$$", String(repeating: "a", count: 200_000),
        String(repeating: "é", count: 3000), String(repeating: "👍", count: 5000), String(repeating: "! ", count: 9000),
        String(repeating: "1", count: 5000), String(repeating: "pay now http://x ", count: 3000),
        "\u{10FFFF}\u{E000}\u{FFFE}",
    ]

    @Test(arguments: odd) func `are judged like any other`(_ text: String) throws {
        let judgement = try Shipped.model.get().judge(text)
        #expect((0...1).contains(judgement.confidence))
        #expect((0...1).contains(judgement.spam.score))
        #expect((0...1).contains(judgement.language.confidence))
        let explanation = try Shipped.model.get().explain(text)
        let sum = explanation.contributions.reduce(explanation.bias) { $0 + $1.weight }
        #expect(abs(sum - explanation.score) < 1e-9)
    }

    @Test(arguments: [
        ("Ça à été ÉLÈVE", ["ca", "a", "ete", "eleve"]),
        ("Größe ŁÓDŹ œuvre", ["grose", "lodz", "ouvre"]),
        ("don't", ["don", "t"]),
        ("a1b22", ["a", "0", "b", "00"]),
        ("50€!!!", ["00", "€", "!"]),
        ("e\u{301}te\u{301} fre\u{200B}e", ["ete", "free"]),
        ("ＦＲＥＥ １２", ["free", "00"]),
        ("Привет МИР", ["привет", "мир"]),
        ("-- … ×÷", []),
    ])
    func `are read as words without accents`(_ text: String, _ words: [String]) {
        let message = MessageText(text)
        let read = message.words.map { word in
            String(String.UnicodeScalarView(message.folded[word.range].compactMap { Unicode.Scalar($0) }))
        }
        #expect(read == words)
    }

    @Test func `are read at the beginning and the end when they are long`() {
        let filler = String(repeating: "word ", count: 1000)
        let message = MessageText("first \(filler) last")
        let words = message.words.map { message.shown($0) }
        #expect(words.first == "first" && words.last == "last")
        #expect(message.lower.count <= MessageText.headLimit + MessageText.tailLimit)
    }
}
