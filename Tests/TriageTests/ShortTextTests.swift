import Testing
import Triage

@Suite struct `The language of short messages` {
    /// Sentences that the profiles did not learn from, as people write to an office.
    private static let sentences: [(language: String, text: String)] = [
        ("en", "could you tell me when the parcel will be here"), ("en", "nobody picks up the phone at your place"),
        ("en", "the buyer has not shown up twice now"), ("en", "why was my picture removed last night"),
        ("fr", "pouvez-vous me dire quand le colis arrivera"), ("fr", "personne ne décroche le téléphone chez vous"),
        ("fr", "l'acheteur n'est pas venu deux fois de suite"), ("fr", "pourquoi ma photo a été retirée hier"),
        ("pt", "podem dizer-me quando chega a encomenda"), ("pt", "ninguém atende o telefone aí no escritório"),
        ("pt", "o comprador não apareceu duas vezes seguidas"), ("pt", "porque retiraram a minha fotografia ontem"),
        ("es", "pueden decirme cuándo llegará el paquete"), ("es", "nadie contesta el teléfono en su oficina"),
        ("es", "el comprador no se presentó dos veces"), ("es", "por qué quitaron mi foto ayer por la noche"),
        ("de", "können Sie mir sagen wann das Paket ankommt"), ("de", "bei Ihnen geht niemand ans Telefon"),
        ("de", "der Käufer ist zweimal nicht gekommen"), ("de", "warum wurde mein Bild gestern Abend entfernt"),
        ("af", "kan julle my sê wanneer die pakkie hier sal wees"), ("af", "niemand tel die foon by julle op nie"),
        ("af", "die koper het twee keer nie opgedaag nie"), ("af", "hoekom is my prentjie gisteraand verwyder"),
        ("zu", "ngicela ningitshele ukuthi iphasela lizofika nini"), ("zu", "akekho umuntu ophendula ucingo lapho"),
        ("zu", "umthengi akafikanga kabili manje"), ("zu", "kungani isithombe sami sisusiwe izolo ebusuku"),
    ]

    /// From which confidence on a sound guess may be acted on is the policy's word; 60 % is what it says by default.
    @Test func `is rarely taken for another where the guess is sound and the confidence the policy's`() throws {
        let model = try Shipped.model.get()
        var (all, taken, right) = (0, 0, 0)
        for (language, text) in Self.sentences {
            let words = text.split(separator: " ")
            for count in 1...words.count {
                let guess = model.guessLanguage(of: words.prefix(count).joined(separator: " "))
                all += 1
                guard guess.isSound, guess.confidence >= 0.6 else { continue }
                taken += 1
                if guess.language == language { right += 1 }
            }
        }
        #expect(taken * 10 >= all * 6, "\(taken) of \(all)")
        #expect(right * 100 >= taken * 95, "\(right) of \(taken)")
    }
}
