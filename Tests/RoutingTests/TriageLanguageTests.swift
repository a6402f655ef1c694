import Contract
import Pipeline
import Testing

@testable import Routing

/// In what language a new case is, and how that is known.
struct TriageLanguageTests {
    private static let french = "Bonjour, je n'arrive pas à me connecter depuis hier soir, merci de votre aide"

    @Test
    func `the message's own language goes before the directory's, and that before what is recognised`() throws {
        var office = try TriageOffice.paper()
        let put = Commands.event("user.put", nil, partition: partition("u-1"), ["user": "u-1", "language": "pt"])
        try office.decide(put)
        let events = try office.decide(
            Commands.userWrites("c-1", text: Self.french, ["language": "de"]),
            Commands.userWrites("c-2", text: Self.french),
            Commands.userWrites("c-3", text: Self.french, ["user": "u-2"])
        )
        let opened = events.filter { $0.type == "case.opened" }.map(\.fields)
        #expect(opened.map { $0["language"] } == ["de", "pt", "fr"])
        #expect(opened.map { $0["language_by"] } == ["message", "directory", "model"])
        #expect(office.latest("c-3")?.notes.languageBy == "model")
    }

    @Test
    func `an unsure guess is told as a guess and not acted on`() throws {
        var office = try TriageOffice.paper()
        let events = try office.decide(Commands.userWrites(text: "iPhone 13"))
        #expect(events[0].fields["language"] == nil)
        #expect(events[0].fields["language_by"] == "guess")
        #expect(events[0].fields["language_guess"] != nil)
        #expect(office.latest()?.language == nil)
        #expect(office.latest()?.needs?.language == nil)
    }

    @Test
    func `what a message has named stays until another one names something else`() throws {
        var office = try TriageOffice.paper()
        try office.decide(
            Commands.event("user.put", nil, partition: partition("u-1"), ["user": "u-1", "language": "pt"])
        )
        try office.decide(Commands.userWrites("c-1", ["language": "de"]))
        try office.decide(Commands.userWrites(number: 2, after: .seconds(5)))
        #expect(office.latest()?.language == "de")
        try office.decide(Commands.userWrites(number: 3, after: .seconds(6), ["language": "fr"]))
        #expect(office.latest()?.language == "fr")
        try office.decide(Commands.userWrites("c-2", text: Self.french))
        #expect(office.latest("c-2")?.language == "pt")
    }

    @Test
    func `a rule's words are those of the message's language`() throws {
        var office = try TriageOffice.paper()
        let events = try office.decide(
            Commands.userWrites("c-1", text: "remboursement", ["language": "en"]),
            Commands.userWrites("c-2", text: "remboursement", ["language": "fr"]),
            Commands.userWrites("c-3", text: "remboursement")
        )
        let opened = events.filter { $0.type == "case.opened" }.map { $0.fields["category_by"] }
        #expect(opened[0] != "rule:money_back")
        #expect(Array(opened.dropFirst()) == ["rule:money_back", "rule:money_back"])
    }

    private func partition(_ user: String) -> Int { Partitioning(count: 4).partition(of: user) }
}
