import Policy

/// The program's own words about a notice, in the languages that it speaks by itself.
struct Words: Sendable {
    /// Why the reader gets it, by reason.
    let why: [Proposal.Reason: String]
    /// What a word of the contract is called in a sentence: outcomes and stages.
    let names: [String: String]
    /// The subject of a letter of so many notices.
    let several: @Sendable (Int) -> String
    /// That so many more were not written out.
    let more: @Sendable (Int) -> String
    let colleague: String
    let open: String
    let openReport: String
    let notSolved: String
    let answer: String
    let help: String
    let unsubscribe: String
    /// That a reply comes later than was told.
    let takesLonger: String
    /// By when it may be expected now.
    let expectedBy: @Sendable (String) -> String

    /// The words of the language, English where it has none.
    static func of(_ language: Language) -> Words {
        language.ranges.last?.rawValue == "fr" ? french : english
    }

    static let english = Words(
        why: [
            .youWrote: "You get this because you wrote to us.",
            .weWrote: "You get this because we wrote to you.",
            .yourCase: "You get this because it is about your case.",
            .otherParty: "You get this because you are the other party of the matter.",
            .owner: "You get this because it is about something of yours.",
            .assignedToYou: "You get this because the case is assigned to you.",
            .yourTeam: "You get this because the case is with your team.",
            .youAreSenior: "You get this because you are a senior admin.",
            .yourDigest: "You get this because cases wait for you.",
            .yourAnswer: "You get this because you answered our survey.",
            .yourReport: "You get this because the office's policy sends this report to your address.",
        ],
        names: [
            "approved": "approved", "rejected": "rejected", "more_documents": "more documents needed",
            "warned": "a warning", "suspended": "suspended", "reinstated": "reinstated", "upheld": "upheld",
            "overturned": "overturned", "revise": "to be revised", "fixed": "fixed",
            "not_reproduced": "could not be reproduced", "recovered": "recovered", "failed": "failed",
            "corrected": "corrected", "paid": "paid", "refused": "refused",
            "user": "in favour of the one who opened it",
            "counterparty": "in favour of the other party", "shared": "shared", "withdrawn": "withdrawn",
            "dismissed": "dismissed", "known": "a known fault", "duplicate": "already reported",
            "not_a_fault": "no fault", "opened": "opened", "evidence": "evidence", "mediation": "mediation",
            "decided": "decided", "conversation": "your message", "verification": "account verification",
            "suspension": "suspension", "appeal": "appeal", "listing": "listing review", "visibility": "visibility",
            "payment": "payment", "refund": "refund", "dispute": "dispute", "flag": "report",
            "platform_issue": "platform issue",
        ],
        several: { "\($0) pieces of news" },
        more: { $0 == 1 ? "One more is in the application." : "\($0) more are in the application." },
        colleague: "our team",
        open: "Open the conversation",
        openReport: "Open the report",
        notSolved: "Not solved?",
        answer: "Answer the survey",
        help: "Help",
        unsubscribe: "No more e-mail like this",
        takesLonger: "We have not forgotten you. Our answer takes longer than we told you, and we are sorry for that.",
        expectedBy: { "You can expect it by \($0)." }
    )

    static let french = Words(
        why: [
            .youWrote: "Vous recevez ce message parce que vous nous avez écrit.",
            .weWrote: "Vous recevez ce message parce que nous vous avons écrit.",
            .yourCase: "Vous recevez ce message parce qu’il concerne votre dossier.",
            .otherParty: "Vous recevez ce message parce que vous êtes l’autre partie de l’affaire.",
            .owner: "Vous recevez ce message parce qu’il concerne quelque chose qui vous appartient.",
            .assignedToYou: "Vous recevez ce message parce que le dossier vous est confié.",
            .yourTeam: "Vous recevez ce message parce que le dossier est chez votre équipe.",
            .youAreSenior: "Vous recevez ce message en tant qu’administrateur confirmé.",
            .yourDigest: "Vous recevez ce message parce que des dossiers vous attendent.",
            .yourAnswer: "Vous recevez ce message parce que vous avez répondu à notre enquête.",
            .yourReport: "Vous recevez ce message parce que ce rapport est envoyé à votre adresse.",
        ],
        names: [
            "approved": "accepté", "rejected": "refusé", "more_documents": "documents à compléter",
            "warned": "avertissement", "suspended": "suspendu", "reinstated": "rétabli", "upheld": "confirmé",
            "overturned": "annulé", "revise": "à corriger", "fixed": "corrigé", "not_reproduced": "non reproduit",
            "recovered": "récupéré", "failed": "échoué", "corrected": "corrigé", "paid": "versé", "refused": "refusé",
            "user": "en faveur de la personne qui a ouvert l’affaire", "counterparty": "en faveur de l’autre partie",
            "shared": "partagé", "withdrawn": "retiré", "dismissed": "rejeté", "known": "défaut connu",
            "duplicate": "déjà signalé", "not_a_fault": "pas un défaut", "opened": "ouvert", "evidence": "preuves",
            "mediation": "médiation", "decided": "décidé", "conversation": "votre message",
            "verification": "vérification du compte", "suspension": "suspension", "appeal": "recours",
            "listing": "examen de l’annonce", "visibility": "visibilité", "payment": "paiement",
            "refund": "remboursement", "dispute": "litige", "flag": "signalement",
            "platform_issue": "problème de la plateforme",
        ],
        several: { "\($0) nouvelles" },
        more: {
            $0 == 1 ? "Une de plus se trouve dans l’application." : "\($0) de plus se trouvent dans l’application."
        },
        colleague: "notre équipe",
        open: "Ouvrir la conversation",
        openReport: "Ouvrir le rapport",
        notSolved: "Pas résolu ?",
        answer: "Répondre à l’enquête",
        help: "Aide",
        unsubscribe: "Ne plus recevoir de tels courriels",
        takesLonger: """
            Nous ne vous oublions pas. Notre réponse prend plus de temps que nous ne vous l’avions dit, et nous en sommes \
            désolés.
            """,
        expectedBy: { "Vous l’aurez avant le \($0)." }
    )

    /// What a word of the contract is called; the word itself where it has no name here.
    func name(_ word: String) -> String { names[word] ?? word.replacing("_", with: " ") }
}
