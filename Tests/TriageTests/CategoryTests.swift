import Testing
import Triage

@Suite struct `The category of a message` {
    private static let cases: [(text: String, category: String)] = [
        ("What would it cost me to advertise my bakery for a month?", "inquiry"),
        ("Your agent was rude and I am very unhappy with your service", "complaint"),
        ("the advert I posted on Sunday still waits for approval", "ad_approval"),
        ("I paid for the boost but the payment shows as failed", "payment_issue"),
        ("please delete my account and my profile", "general"),
        ("I can't log in, the reset password mail does not come", "login_issue"),
        ("I am not able to upload pictures to my listing or edit the price", "listing_problem"),
        ("my ID document for the identity verification was rejected", "account_verification"),
        ("why did you suspend my account, I want to appeal the ban", "suspension"),
        ("nobody sees my ad, it does not appear in the search results", "visibility"),
        ("when do I get my refund, I want my money back", "refund"),
        ("the seller sent me a broken phone and I want to open a dispute", "dispute"),
        ("the app crashes with an error after the update", "technical_issue"),
        ("I want to report a fake ad, the user is a scammer", "moderation"),
        ("je n'arrive pas à me connecter, mot de passe oublié", "login_issue"),
        ("quero o meu dinheiro de volta, quando chega o reembolso", "refund"),
        ("mi anuncio no aparece en la búsqueda", "visibility"),
        ("warum wurde mein konto gesperrt", "suspension"),
        ("hoekom is my advertensie afgekeur", "ad_approval"),
        ("ngifuna ukubika isikhangiso, umdayisi ungumkhohlisi", "moderation"),
    ]

    @Test(arguments: cases) func `is found by the default model`(_ text: String, _ category: String) throws {
        let judgement = try Shipped.model.get().judge(text)
        #expect(judgement.category == category, "\(judgement.reasons)")
        #expect(!judgement.reasons.isEmpty)
        #expect(judgement.second != category)
    }

    @Test func `is one of those that the policy knows by default`() throws {
        let known = Set(Self.cases.map(\.category))
        #expect(Set(try Shipped.model.get().categories) == known)
    }

    @Test(arguments: ["", "   ", "xyzzy", "👍", "42"]) func `is left to a person where nothing tells`(
        _ text: String
    ) throws {
        #expect(try !Shipped.model.get().judge(text).isSure)
    }

    @Test func `is explained by what each word adds`() throws {
        let model = try Shipped.model.get()
        for (text, _) in Self.cases {
            let explanation = model.explain(text)
            let sum = explanation.contributions.reduce(explanation.bias) { $0 + $1.weight }
            #expect(abs(sum - explanation.score) < 1e-9)
            #expect(abs(explanation.ranking.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
            let judgement = model.judge(text)
            #expect(explanation.category == judgement.category)
            #expect(explanation.ranking.first?.probability == judgement.confidence)
            #expect(judgement.reasons.allSatisfy { $0.weight > 0 } && judgement.reasons.count <= 5)
        }
    }

    @Test func `is explained in the words of the message`() throws {
        let explanation = try Shipped.model.get().explain("Refund REFUND 123")
        #expect(
            Set(explanation.contributions.map(\.term)) == ["refund", "000", "^ refund", "refund refund", "refund 000"]
        )
        #expect(explanation.contributions.first?.term == "refund")
    }
}
