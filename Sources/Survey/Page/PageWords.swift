import Contract
import Pages

/// What the page says, in a language.
struct PageWords: Sendable {
    let language: PageLanguage
    let title: String
    let skip: String
    let rating: String
    let ends: (first: String, last: String)
    let more: String
    let factors: [AnswerSheet.Factor: String]
    let comment: String
    let commentHint: String
    let suggestion: String
    let send: String
    let thanks: String
    let thanksDetail: String
    let change: String
    let until: @Sendable (String) -> String
    let about: @Sendable (String) -> String
    let reward: String
    let closed: String
    let closedDetail: String
    let unknown: String
    let unknownDetail: String
    let later: String
    let laterDetail: String
    let wrong: String
    let notOnScale: String
    let tooLong: String
    let nothing: String
    private let months: [String]

    /// The words of a language.
    static func of(_ language: PageLanguage) -> PageWords {
        switch language {
        case .english: english
        case .french: french
        }
    }

    /// The day, in UTC.
    func date(_ instant: Instant) -> String {
        let text = instant.description
        let parts = text.prefix(10).split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, months.indices.contains(parts[1] - 1) else { return String(text.prefix(10)) }
        return "\(parts[2]) \(months[parts[1] - 1]) \(parts[0])"
    }

    static let english = PageWords(
        language: .english,
        title: "How did we do?",
        skip: "Skip to the questions",
        rating: "How satisfied are you with the help that you got?",
        ends: ("Not at all", "Very much"),
        more: "If you like, a little more",
        factors: [
            .easeOfUse: "How easy was it to get help?", .responseTime: "How satisfied are you with the time it took?",
            .helpfulness: "How helpful were our answers?", .clarity: "How clear were our answers?",
        ],
        comment: "What do you want to tell us?",
        commentHint: "Please leave out passwords and card numbers.",
        suggestion: "What could we do better?",
        send: "Send my answer",
        thanks: "Thank you",
        thanksDetail: "Your answer has been received.",
        change: "Change my answer",
        until: { "You can change it until \($0)." },
        about: { "It is about your request that was settled on \($0)." },
        reward: "Every answer is worth the same to us and to you, whatever it says.",
        closed: "This survey is closed",
        closedDetail: "The time to answer is over. If you still need help, write to us in your messages.",
        unknown: "There is no such survey",
        unknownDetail: "The link may be incomplete: please use the whole link of the message that we sent you.",
        later: "Please try again in a moment",
        laterDetail: "Your answer could not be kept just now. Nothing has been recorded.",
        wrong: "Please look at what is marked below.",
        notOnScale: "Choose one of the values.",
        tooLong: "Please shorten this to 4,000 characters.",
        nothing: "Choose a rating, or write to us below.",
        months: [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
    )

    static let french = PageWords(
        language: .french,
        title: "Qu’en avez-vous pensé\u{A0}?",
        skip: "Aller aux questions",
        rating: "Êtes-vous satisfait·e de l’aide que vous avez reçue\u{A0}?",
        ends: ("Pas du tout", "Tout à fait"),
        more: "Si vous voulez, quelques détails",
        factors: [
            .easeOfUse: "Était-il facile d’obtenir de l’aide\u{A0}?",
            .responseTime: "Êtes-vous satisfait·e du délai de réponse\u{A0}?",
            .helpfulness: "Nos réponses vous ont-elles été utiles\u{A0}?",
            .clarity: "Nos réponses étaient-elles claires\u{A0}?",
        ],
        comment: "Que voulez-vous nous dire\u{A0}?",
        commentHint: "N’indiquez ni mot de passe ni numéro de carte.",
        suggestion: "Que pourrions-nous améliorer\u{A0}?",
        send: "Envoyer ma réponse",
        thanks: "Merci",
        thanksDetail: "Votre réponse a bien été reçue.",
        change: "Modifier ma réponse",
        until: { "Vous pouvez la modifier jusqu’au \($0)." },
        about: { "Il s’agit de votre demande réglée le \($0)." },
        reward: "Chaque réponse a la même valeur, pour nous comme pour vous, quoi qu’elle dise.",
        closed: "Cette enquête est close",
        closedDetail: "Le délai de réponse est passé. S’il vous faut encore de l’aide, écrivez-nous par messagerie.",
        unknown: "Cette enquête n’existe pas",
        unknownDetail:
            "Le lien est peut-être incomplet\u{A0}: utilisez le lien entier du message que nous avons envoyé.",
        later: "Réessayez dans un instant",
        laterDetail: "Votre réponse n’a pas pu être conservée. Rien n’a été enregistré.",
        wrong: "Vérifiez ce qui est signalé ci-dessous.",
        notOnScale: "Choisissez une des valeurs.",
        tooLong: "Limitez-vous à 4\u{A0}000 caractères.",
        nothing: "Choisissez une note, ou écrivez-nous ci-dessous.",
        months: [
            "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
            "novembre", "décembre",
        ]
    )
}
