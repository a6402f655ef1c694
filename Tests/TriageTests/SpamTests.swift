import Testing

@testable import Triage

@Suite struct `Spam and fraud` {
    /// A text with the signs that must be found in it.
    struct Case: Sendable {
        let text: String
        let signs: Set<SpamSign>
    }

    private static let spam = [
        Case(
            text: "I live abroad. Pay the deposit with gift cards and my courier agent brings the keys.",
            signs: [.offPlatformPayment, .advanceFee]
        ),
        Case(text: "YOU HAVE WON! Claim your prize of 5000 now at bit.ly/abc", signs: [.prize, .shortLink]),
        Case(
            text: "Great offer, contact me on WhatsApp +00 000 000 0000 to earn up to 900 per week from home",
            signs: [.contactHarvesting, .easyMoney]
        ),
        Case(text: "To keep your account open send me the code and your password", signs: [.credentials]),
        Case(
            text: "Dear friend, my late husband left an inheritance of 9 million dollars, help me release the funds",
            signs: [.advanceFee]
        ),
        Case(text: "Vous avez gagné un téléphone à la loterie, payez par carte cadeau", signs: [.prize]),
        Case(
            text: "Préstamo rápido, pague fuera de la plataforma por WhatsApp",
            signs: [.easyMoney, .offPlatformPayment]
        ),
        Case(text: "Baie geluk, jy het gewen in die lotery, stuur jou pin op WhatsApp", signs: [.prize, .credentials]),
    ]

    @Test(arguments: spam) func `is found with its signs`(_ example: Case) throws {
        let spam = try Shipped.model.get().judge(example.text).spam
        #expect(spam.score > 0.5, "\(spam)")
        #expect(example.signs.isSubset(of: spam.reasons.map(\.code)), "\(spam.reasons)")
    }

    @Test(
        arguments: [
            "", "Hello", "Thanks a lot!", "My ad has been pending for three days, when will it be approved?",
            "Can I pay for a boost with bitcoin?", "I forgot my password and the reset mail never comes.",
            "You can reach me at 000 000 0000 in the evening about my refund.",
            "A seller asked me to pay by Western Union outside the platform, I think he is a scammer.",
            "I want to report a buyer who asked me to send the code by WhatsApp, is this a scam?",
            "Je signale un vendeur qui me demande de payer par mandat cash, c'est une arnaque.",
            "My verification failed because the photo was blurry, how can I send it again?",
        ]
    )
    func `is not seen in honest messages, nor in those that report it`(_ text: String) throws {
        let spam = try Shipped.model.get().judge(text).spam
        #expect(spam.score < 0.5, "\(spam)")
    }

    @Test func `names the words that were found, without their digits`() throws {
        let spam = try Shipped.model.get().judge("Call this number 012 345 6789, pay with Gift  CARDS via bit.ly/x9")
            .spam
        let words = Dictionary(spam.reasons.map { ($0.code, $0.words) }, uniquingKeysWith: +)
        #expect(words[.offPlatformPayment] == ["gift cards"])
        #expect(words[.shortLink] == ["bit ly"])
        #expect(words[.contactHarvesting] == ["call this number", "000 000 0000"])
    }

    @Test func `has a score that its reasons explain`() throws {
        for example in Self.spam {
            let spam = try Shipped.model.get().judge(example.text).spam
            let odds = spam.reasons.reduce(0) { $0 + $1.weight }
            #expect(abs(spam.score - Exponential.logistic(odds)) < 1e-12)
            #expect((0...1).contains(spam.score))
        }
    }

    @Test func `shouting and many links are signs`() throws {
        let model = try Shipped.model.get()
        let loud = model.judge("BUY NOW AND GET EVERYTHING FOR HALF THE PRICE").spam
        #expect(loud.reasons.contains { $0.code == .shouting })
        let links = model.judge("see http://a.example and https://b.example").spam
        #expect(links.reasons.contains { $0.code == .manyLinks })
        #expect(!model.judge("see https://b.example").spam.reasons.contains { $0.code == .manyLinks })
    }
}
