/// The wordings that are signs of spam or fraud, and what each sign is worth.
enum SpamRules {
    /// A sign with what it adds to the score and the wordings that show it.
    struct Rule {
        let sign: SpamSign
        let weight: Double
        let phrases: [String]
    }

    /// What the first finding of each sign adds; further ones of the same sign add half of it once.
    static let rules: [Rule] = [
        Rule(
            sign: .offPlatformPayment,
            weight: 1.6,
            phrases: [
                "western union", "moneygram", "gift card", "gift cards", "itunes card", "steam card", "bitcoin", "btc",
                "usdt", "crypto wallet", "cash app", "cashapp", "zelle", "paysafecard", "wire transfer",
                "pay outside the site", "pay outside the platform", "outside the platform", "outside of the platform",
                "pay me directly", "pay directly to my account", "friends and family", "ewallet voucher",
                "carte cadeau", "cartes cadeaux", "hors du site", "hors de la plateforme", "mandat cash",
                "tarjeta de regalo", "tarjetas de regalo", "fuera de la plataforma", "fuera del sitio",
                "cartao presente", "fora da plataforma", "fora do site", "geschenkkarte", "geschenkkarten",
                "ausserhalb der plattform", "buite die platform", "buite die webwerf", "geskenkbewys",
            ]
        ),
        Rule(
            sign: .contactHarvesting,
            weight: 1.1,
            phrases: [
                "whatsapp me", "on whatsapp", "via whatsapp", "my whatsapp", "whatsapp number", "whatsapp only",
                "text me on", "telegram", "add me on", "contact me on", "contact me at", "email me at", "text me at",
                "call this number", "send me your number", "give me your number", "your phone number and", "hangouts",
                "sur whatsapp", "par whatsapp", "por whatsapp", "no whatsapp", "al whatsapp", "pelo whatsapp",
                "auf whatsapp", "per whatsapp", "op whatsapp", "ku whatsapp",
            ]
        ),
        Rule(
            sign: .shortLink,
            weight: 1.6,
            phrases: [
                "bit.ly", "tinyurl.com", "t.ly", "goo.gl", "is.gd", "ow.ly", "cutt.ly", "rb.gy", "rebrand.ly",
                "shorturl.at", "tiny.cc", "t.me", "wa.me", "s.id",
            ]
        ),
        Rule(
            sign: .advanceFee,
            weight: 1.8,
            phrases: [
                "next of kin", "inheritance", "late husband", "beneficiary of", "release the funds", "unclaimed funds",
                "processing fee", "courier agent", "shipping agent", "clearance fee", "release fee", "overpayment",
                "refund the difference", "send the difference", "refundable deposit first", "million dollars",
                "compensation fund", "transfer the sum", "heritage de", "frais de dossier", "mon transporteur",
                "herencia", "gastos de gestion", "mi transportista", "heranca", "taxa de liberacao", "erbschaft",
                "bearbeitungsgebuhr vorab", "mein spediteur", "erfporsie", "vrystellingsfooi",
            ]
        ),
        Rule(
            sign: .prize,
            weight: 1.6,
            phrases: [
                "you have won", "you won", "winner", "lottery", "claim your", "to claim", "prize", "award of",
                "congratulations you", "selected to receive", "vous avez gagne", "felicitations vous", "loterie",
                "has ganado", "ha ganado", "loteria", "voce ganhou", "premio de", "sie haben gewonnen", "gewinnspiel",
                "jy het gewen", "u het gewen", "lotery", "uwinile",
            ]
        ),
        Rule(
            sign: .credentials,
            weight: 1.5,
            phrases: [
                "send me the code", "send the code", "tell me the code", "verification code you received", "otp code",
                "your password", "your pin", "cvv", "your card number", "your bank details", "confirm your account",
                "verify your account", "account will be suspended", "account will be closed", "log in here",
                "login here", "votre mot de passe", "le code recu", "numero de votre carte", "su contrasena",
                "el codigo que", "sua senha", "o codigo que", "ihr passwort", "den code den", "jou wagwoord", "jou pin",
            ]
        ),
        Rule(
            sign: .easyMoney,
            weight: 1.4,
            phrases: [
                "work from home", "earn up to", "guaranteed profit", "guaranteed returns", "double your money",
                "make money fast", "investment opportunity", "forex", "per week from home", "no experience needed",
                "loan offer", "instant loan", "quick loan", "gagner de l argent", "pret rapide", "gana dinero",
                "prestamo rapido", "ganhe dinheiro", "emprestimo rapido", "geld verdienen", "sofortkredit",
                "verdien geld", "vinnige lening",
            ]
        ),
        Rule(
            sign: .report,
            weight: -2.2,
            phrases: [
                "i want to report", "i would like to report", "i am reporting", "reporting a", "report this", "scammer",
                "scammed", "a scam", "is this legit", "is it safe", "suspicious", "asked me to", "asks me to",
                "asking me to", "wants me to", "wanted me to", "told me to", "tried to get me", "i was asked",
                "fraudulent", "i got a message", "i received a message", "je signale", "arnaque", "me demande de",
                "m a demande", "quiero denunciar", "estafa", "estafador", "me pide", "me pidio", "quero denunciar",
                "golpe", "golpista", "me pediu", "ich mochte melden", "betrug", "betruger", "verlangt von mir",
                "ek wil rapporteer", "bedrieer", "swendelaar", "vra my om", "het my gevra", "umkhonyovu",
                "ngifuna ukubika",
            ]
        ),
    ]
}
