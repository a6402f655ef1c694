import Testing
import Triage

@Suite struct `The language of a message` {
    /// A text with its language, and whether the guess must be sure.
    struct Case: Sendable {
        let language: String
        let text: String
    }

    private static let cases = [
        Case(language: "en", text: "All human beings are born free and equal in dignity and rights."),
        Case(language: "fr", text: "Tous les êtres humains naissent libres et égaux en dignité et en droits."),
        Case(language: "pt", text: "Todos os seres humanos nascem livres e iguais em dignidade e em direitos."),
        Case(language: "es", text: "Todos los seres humanos nacen libres e iguales en dignidad y derechos."),
        Case(language: "de", text: "Alle Menschen sind frei und gleich an Würde und Rechten geboren."),
        Case(language: "af", text: "Alle menslike wesens word vry, met gelyke waardigheid en regte, gebore."),
        Case(language: "zu", text: "Bonke abantu bazalwa bekhululekile belingana ngesithunzi nangamalungelo."),
        Case(language: "nl", text: "Alle mensen worden vrij en gelijk in waardigheid en rechten geboren."),
        Case(language: "it", text: "Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti."),
        // As people write on a phone: without accents, in one case, with numbers.
        Case(language: "fr", text: "BONJOUR JE N ARRIVE PAS A ME CONNECTER DEPUIS HIER SOIR"),
        Case(language: "pt", text: "nao consigo entrar na minha conta, o codigo nao chega"),
        Case(language: "es", text: "hola no puedo subir las fotos de mi anuncio 12345"),
        Case(language: "de", text: "wie lange dauert die pruefung, ich warte seit 3 tagen"),
        Case(language: "af", text: "hoekom is my advertensie nog nie goedgekeur nie"),
        Case(language: "zu", text: "ngicela usizo, angikwazi ukungena ku-akhawunti yami"),
        Case(language: "en", text: "pls help i cant find my ad since 2 days"),
    ]

    @Test(arguments: cases) func `is recognised`(_ example: Case) throws {
        let guess = try Shipped.model.get().guessLanguage(of: example.text)
        #expect(guess.language == example.language)
        #expect(guess.isSure, "\(guess.confidence)")
    }

    @Test(
        arguments: [
            "", "ok", "Hello", "123 456", "?!", "👍👍👍", "http", "Все люди рождаются свободными и равными",
            "すべての人間は、生まれながらにして自由であり", "qwrtzp xkcd bvnm jklm zxcvb", "iPhone 13 Pro Max 256 GB",
        ]
    )
    func `is not sure where there is little or nothing to go by`(_ text: String) throws {
        #expect(try !Shipped.model.get().guessLanguage(of: text).isSure)
    }

    @Test func `is nothing where there are no words`() throws {
        let model = try Shipped.model.get()
        #expect(model.guessLanguage(of: " \n\t…") == .none)
        #expect(model.languages == ["af", "de", "en", "es", "fr", "it", "nl", "pt", "zu"])
    }
}
