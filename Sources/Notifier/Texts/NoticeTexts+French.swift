extension NoticeTexts {
    static func french(_ kind: NoticeKind, _ audience: Recipient.Audience) -> Wording? {
        switch (kind, audience) {
        case (.received, .user):
            Wording(
                "Nous avons bien reçu votre message",
                """
                Merci de nous avoir écrit. Nous vous répondrons ici.
                Vous avez écrit : « {{asked}} »
                """
            )
        case (.assigned, .user):
            Wording(
                "{{who}} s’occupe de votre dossier",
                """
                {{who}} a pris en charge votre dossier et vous répondra ici.
                Il concerne : {{subject}}
                Vous avez écrit : « {{asked}} »
                """
            )
        case (.assigned, .admin):
            Wording(
                "Un dossier vous est confié",
                """
                Un dossier vous a été attribué.
                Utilisateur : {{user}}
                Type : {{kind}}
                Il concerne : {{subject}}
                L’utilisateur a écrit : « {{asked}} »
                """
            )
        case (.replied, .user):
            Wording(
                "Vous avez une réponse",
                """
                {{who}} vous a répondu.
                « {{excerpt}} »
                """
            )
        case (.resolved, .user):
            Wording(
                "Votre dossier est résolu",
                """
                Vous avez demandé : « {{asked}} »
                Il concernait : {{subject}}
                Décision : {{outcome}}
                Ce qui a été fait : {{summary}}
                Motif : {{reason}}
                Ce que vous pouvez faire ensuite : {{next_steps}}
                Par : {{who}}
                Le : {{when}}
                Ce n’est pas résolu ? Répondez ici, et le dossier est rouvert.
                """
            )
        case (.reopened, .user):
            Wording(
                "Votre dossier est rouvert",
                """
                Nous avons repris votre dossier et vous répondrons ici.
                Il concerne : {{subject}}
                Vous avez écrit : « {{asked}} »
                Motif : {{reason}}
                """
            )
        case (.autoAnswered, .user): Wording("{{title}}", "{{answer}}")
        case (.received, .admin), (.autoAnswered, .admin), (.replied, .admin), (.resolved, .admin), (.reopened, .admin):
            nil
        }
    }
}
