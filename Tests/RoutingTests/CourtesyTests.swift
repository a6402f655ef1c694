import Policy
import Testing

@testable import Routing

/// Which messages only thank or say goodbye: by the default policy, whatever the language of the case.
struct CourtesyTests {
    private static let courtesies = [
        "Great, thanks!", "thanks", "THANK YOU", "Thank you very much.", "thank you so much :)", "Ok, thanks a lot",
        "ok thanks bye", "Perfect, thank you for your help!", "Thanks for the quick reply 👍",
        "Thanks again, have a nice day!",
        "Many thanks for all your help", "Much appreciated!", "Got it, thanks", "All good now, thank you",
        "It works now, thanks!", "it's working now thank you", "That helped. Thank you.", "You're the best!!",
        "Brilliant, cheers", "Thanks & kind regards", "Thank you and have a great day", "No worries, thanks",
        "Understood. Thank you, sir", "Thanks team!", "Thx ;-)", "You too!",
        "👍", "🙏🙏", "👍🏽", "❤️", ":-)", "Thanks 😊", "Goodbye", "Thanks for fixing this", "Appreciate it, good job",
        "Merci", "Merci beaucoup !", "Parfait, merci.", "C’est parfait, un grand merci",
        "Super, merci pour votre aide !",
        "Merci pour la réponse rapide, bonne journée", "merci à vous", "Ça marche, merci", "D'accord, c'est noté",
        "tres bien merci", "Je vous remercie, cordialement", "Bonne soirée, merci",
        "Obrigado!", "Muito obrigada pela ajuda", "Perfeito, obrigada", "já funciona, obrigado", "Valeu, abraço",
        "¡Muchas gracias!", "Perfecto, gracias por su ayuda", "Vale, mil gracias", "ya funciona, muchas gracias",
        "De acuerdo, saludos", "Danke!", "Vielen Dank für die schnelle Hilfe", "Alles klar, danke schön",
        "Super, danke und schönes Wochenende", "Es funktioniert wieder, danke", "Mit freundlichen Grüßen",
        "Baie dankie",
        "Dankie vir julle hulp!", "Reg so, dankie hoor", "Dit werk nou, baie dankie", "Lekker naweek",
        "Ngiyabonga kakhulu",
        "Siyabonga ngosizo lwenu", "Kulungile, ngiyabonga", "Sharp, enkosi", "Great, merci", "Danke, thanks, gracias",
    ]

    private static let others = [
        "", "   ", "?", "Thanks?", "ok?", "Great?", "Thanks, but it is still gone", "no thanks to you", "No thanks",
        "Thanks for nothing", "Thanks for", "thanks and", "so much", "thank", "thanksgiving", "not ok", "Not good",
        "Thanks, when will it be done", "Thanks. Please also change my number", "thank you please", "Yes please", "yes",
        "Thanks in advance", "Ok, still waiting", "It works now but the photo is missing", "It works now and then",
        "It does not work, thanks", "Thanks, it is back again", "Great, again the same error",
        "Great, it is gone again",
        "Thanks 2", "Order 4711, thanks", "thanks 12:30", "Great...", "Ok…", "thanks :(", "Thanks :/", "ok 😡", "👎",
        "Thanks 🙄",
        "\"Great\" help", "thanks for the \"help\"", "Thanks https://example.org/x", "thanks @ann", "Thank you a-1",
        "1",
        "for your help", "help", "help thanks", "Thanks for your help with the refund", "hello", "Good morning",
        "Thanks. I want my money back", "thank you, I have another question", "Cheers, who do I talk to",
        "bye now, useless",
        "Merci, mais non", "Merci de répondre", "merci de me rappeler", "Merci d'avance", "ça marche pas",
        "Ça marche ?",
        "c'est pas bon", "Merci, et mon remboursement", "Bonjour", "Obrigado, mas não funciona", "não está certo",
        "Obrigado, e o reembolso", "ya funciona a veces", "no funciona, gracias", "Gracias, pero sigue igual",
        "Danke, geht nicht", "Danke, aber es fehlt noch etwas", "nicht gut", "Dankie, maar dit werk nie",
        "Dankie, waar is my geld", "Ngiyabonga, kodwa akusebenzi", "cha",
        "thanks thanks thanks thanks thanks thanks thanks "
            + "thanks thanks thanks thanks thanks",
    ]

    @Test(arguments: courtesies)
    func `a courtesy is known as one`(text: String) { #expect(Courtesy.builtIn.isAll(of: text)) }

    @Test(arguments: others)
    func `what may be a request, a question or a complaint is none`(text: String) {
        #expect(!Courtesy.builtIn.isAll(of: text))
    }

    @Test
    func `there are sixty of each, all different`() {
        #expect(Set(Self.courtesies).count >= 60 && Set(Self.courtesies).count == Self.courtesies.count)
        #expect(Set(Self.others).count >= 60 && Set(Self.others).count == Self.others.count)
    }

    @Test
    func `no courtesy with a word of a request, a question or a complaint added is one`() {
        for text in Self.courtesies {
            for word in [
                "but", "not", "please", "why", "when", "still", "refund", "mais", "nicht", "pero", "mas", "maar", "?",
            ] {
                #expect(!Courtesy.builtIn.isAll(of: "\(text) \(word)"))
                #expect(!Courtesy.builtIn.isAll(of: "\(word) \(text)"))
            }
        }
    }

    @Test
    func `the policy says what is one, and how long`() {
        var rule = CourtesyRule()
        rule.longest = 12
        rule.words.values[.english] = ["ta", "… very much"]
        let courtesy = Courtesy(rule)
        #expect(courtesy.isAll(of: "Ta!") && courtesy.isAll(of: "ta very much"))
        #expect(!courtesy.isAll(of: "very much") && !courtesy.isAll(of: "thanks"))
        #expect(!courtesy.isAll(of: "ta ta ta ta ta"))
    }
}
