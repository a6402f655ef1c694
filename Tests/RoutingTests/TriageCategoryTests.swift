import Contract
import Pipeline
import Policy
import Testing

@testable import Routing
@testable import Triage

/// What a new case is about, and who says so.
struct TriageCategoryTests {
    private static let sure = "I cannot log in to my account, the password is not accepted"
    private static let unsure = "the parcel is blue and the sky is high"

    @Test
    func `the publisher's category goes before all else`() throws {
        var office = try TriageOffice.paper()
        let events = try office.decide(
            Commands.userWrites(text: "I was charged twice", ["category": "visibility"])
        )
        #expect(events[0].fields["category"] == "visibility")
        #expect(events[0].fields["category_by"] == "publisher")
        #expect(office.latest()?.notes.categoryBy == "publisher")
    }

    @Test
    func `a category that the policy does not know is kept out and told`() throws {
        var office = try TriageOffice.paper()
        let events = try office.decide(
            Commands.userWrites(text: Self.sure, ["category": "pets"]),
            Commands.event(
                "case.open",
                "c-2",
                ["kind": "platform_issue", "subject": "app", "user": "u-2", "category": "pets"]
            )
        )
        #expect(events[0].fields["unknown_category"] == "pets")
        #expect(events[0].fields["category"] == "login_issue")
        let named = try #require(events.first { $0.conversation == ConversationID("c-2") })
        #expect(named.fields["unknown_category"] == "pets")
        #expect(named.fields["category"] == "technical_issue")
    }

    @Test
    func `the first rule that holds decides before anything learned`() throws {
        var office = try TriageOffice.paper()
        let events = try office.decide(Commands.userWrites(text: "You have CHARGED me... I was charged twice!"))
        #expect(events[0].fields["category"] == "payment_issue")
        #expect(events[0].fields["category_by"] == "rule:charged_twice")
        #expect(events[0].fields["confidence"] == nil)
    }

    @Test
    func `a kind's category is that of its cases`() throws {
        var office = try TriageOffice.paper()
        let open: Fields = ["kind": "dispute", "subject": "a bicycle", "user": "u-1", "text": "I forgot my login"]
        let events = try office.decide(Commands.event("case.open", "c-1", open))
        #expect(events[0].fields["category"] == "dispute")
        #expect(events[0].fields["category_by"] == "kind")
        #expect(events[0].fields["spam_score"] == nil)
    }

    @Test
    func `what was learned decides where it is sure, and says which words did`() throws {
        var office = try TriageOffice.paper()
        let judgement = try TriageOffice.model.get().model.judge(Self.sure)
        try #require(judgement.confidence >= 0.7)
        let events = try office.decide(Commands.userWrites(text: Self.sure))
        let fields = events[0].fields
        #expect(fields["category"] == judgement.category)
        #expect(fields["category_by"] == "model")
        #expect(fields["confidence"] == TriageFinding.share(judgement.confidence))
        #expect(fields["words"] == judgement.reasons.map(\.term).joined(separator: ", "))
        #expect(fields["model"] == "0")
        let opened = try #require(office.latest())
        #expect(opened.notes.confidence == judgement.confidence)
        #expect(opened.notes.model == "0")
        #expect(office.history.first?.detail["category_by"] == "model")
    }

    @Test
    func `what was learned suggests where it is not sure enough, and a person decides`() throws {
        var office = try TriageOffice.paper()
        let judgement = try TriageOffice.model.get().model.judge(Self.unsure)
        try #require(judgement.confidence < 0.7)
        let events = try office.decide(Commands.userWrites(text: Self.unsure))
        #expect(events[0].fields["category"] == "general")
        #expect(events[0].fields["category_by"] == "default")
        #expect(events[0].fields["suggested_category"] == judgement.category)
        #expect(office.latest()?.notes.suggestedCategory == judgement.category)
    }

    @Test
    func `the operator's confidence is the one that counts`() throws {
        let line = "  confidence: 70%\n  language_confidence"
        let strict = try TriageOffice.triage([(line, "  confidence: 100%\n  language_confidence")])
        let lenient = try TriageOffice.triage([(line, "  confidence: 1%\n  language_confidence")])
        var opening = Opening(kind: .conversation)
        opening.text = Self.unsure
        #expect(lenient.decide(opening).categoryBy == "model")
        #expect(strict.decide(opening).categoryBy == "default")
    }

    @Test
    func `a message without words gets the default and no suggestion`() throws {
        var office = try TriageOffice.paper()
        let events = try office.decide(Commands.userWrites(text: "👍 …"))
        #expect(events[0].fields["category"] == "general")
        #expect(events[0].fields["category_by"] == "default")
        #expect(events[0].fields["suggested_category"] == nil)
        #expect(events[0].fields["language_by"] == nil)
    }

    /// Messages of which the model is unsure and the policy's words are of one category: what decides.
    @Test
    func `the policy's words decide where the model is unsure and has their category among its first two`() throws {
        let triage = try TriageOffice.triage()
        let judgement = try #require(triage.judge("hello"))
        func decide(best: String, second: String?, _ text: String) -> TriageFinding {
            var opening = Opening(kind: .conversation)
            opening.text = text
            opening.language = SpokenLanguage("fr", by: "message")
            opening.judgement = Judgement(
                category: best,
                confidence: 0.5,
                isSure: false,
                second: second,
                reasons: [Contribution(term: "bonjour", weight: 1)],
                language: .none,
                spam: judgement.spam
            )
            return triage.decide(opening)
        }
        let text = "ma facture n'est pas là"
        #expect(decide(best: "payment_issue", second: "refund", text).categoryBy == "keywords")
        #expect(decide(best: "refund", second: "payment_issue", text).category == "payment_issue")
        #expect(decide(best: "refund", second: "payment_issue", text).words == ["facture"])
        #expect(decide(best: "refund", second: "visibility", text).categoryBy == "default")
        #expect(decide(best: "refund", second: "visibility", text).suggestedCategory == "refund")
        // Two categories have words in it.
        let both = "ma facture et mon mot de passe"
        #expect(decide(best: "payment_issue", second: "login_issue", both).categoryBy == "default")
        // A category does not count beside one below it.
        let below = "mon annonce est introuvable"
        #expect(decide(best: "listing_problem", second: "visibility", below).category == "visibility")
    }

    @Test
    func `the policy's words alone speak for a category that was never learned`() throws {
        let triage = try TriageOffice.triage([
            ("  technical_issue:\n", "  pets:\n    keywords: { en: [hamster] }\n  technical_issue:\n")
        ])
        var opening = Opening(kind: .conversation)
        opening.text = "hello, the hamster"
        opening.language = SpokenLanguage("en", by: "message")
        let finding = triage.decide(opening)
        #expect(finding.category == "pets")
        #expect(finding.categoryBy == "keywords")
        #expect(finding.words == ["hamster"])
    }

    @Test
    func `what the model says is not taken where the policy has no such category`() throws {
        let document = try Policy.Document(
            yaml: """
                version: 1
                sources: { web: { publish: ["*"] } }
                categories: { other: {} }
                """
        )
        let triage = CaseTriage(document, try TriageOffice.model.get())
        var opening = Opening(kind: .conversation)
        opening.text = Self.sure
        let finding = triage.decide(opening)
        #expect(finding.category == nil)
        #expect(finding.suggestedCategory == nil)
        #expect(finding.tier == "P3")
    }
}
