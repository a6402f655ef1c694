extension Phrases {
    static let french = Phrases(
        openings: [
            "general": ["Bonjour, j'ai une question sur mon compte et je ne trouve pas la réponse dans l'aide."],
            "inquiry": [
                "Comment faire pour mettre mon annonce ({item}) dans deux rubriques ?",
                "Combien coûte un mois de plus pour l'annonce {ref} ?",
                "Est-il possible de changer le numéro de téléphone d'une annonce déjà en ligne ?",
            ],
            "complaint": ["C'est la troisième fois que j'écris au sujet de {ref} et personne ne répond. Je suis déçu."],
            "ad_approval": [
                "Mon annonce {ref} ({item}) est en attente depuis hier. Quand sera-t-elle publiée ?",
                "Pourquoi mon annonce ({item}) a-t-elle été renvoyée ? J'ai suivi toutes les étapes.",
            ],
            "listing_problem": [
                "Les photos de l'annonce {ref} ont disparu, il ne reste que la première.",
                "Je n'arrive pas à modifier le prix de mon annonce {ref}, le bouton ne fait rien.",
            ],
            "visibility": ["J'ai payé la mise en avant ({item}) mais l'annonce est introuvable à {place}."],
            "payment_issue": [
                "J'ai été débité deux fois pour la même recharge, référence {ref}.",
                "Ma carte est refusée alors que le compte est approvisionné. Commande {ref}.",
            ],
            "refund": ["J'ai annulé la mise en avant le jour même. Comment me faire rembourser {ref} ?"],
            "login_issue": [
                "Impossible de me connecter, le code part sur mon ancien numéro.",
                "Le lien pour mon mot de passe est déjà expiré quand il arrive.",
            ],
            "account_verification": ["J'ai envoyé ma pièce d'identité il y a une semaine, toujours pas de badge."],
            "moderation": ["L'annonce {ref} ressemble à une arnaque, le vendeur veut l'argent avant la visite."],
            "technical_issue": [
                "L'application plante quand j'ajoute une photo ({item}).",
                "La page reste blanche après l'enregistrement, dans deux navigateurs.",
            ],
            "verification": ["Merci de vérifier mon compte, les documents sont joints."],
            "suspension": ["Plusieurs acheteurs signalent que ce compte propose des objets qu'il n'a pas."],
            "appeal": ["Je conteste la décision. L'objet ({item}) est à moi, voici le reçu."],
            "listing": ["Nouvelle annonce : {item}, {place}, très peu servi."],
            "payment": ["Le paiement n'est pas passé et la commande reste ouverte."],
            "flag": ["L'objet de cette annonce ({item}) est un faux, la photo vient d'un autre site."],
            "dispute": ["L'objet reçu ({item}) n'est pas celui de l'annonce, et le vendeur ne répond plus."],
            "platform_issue": ["L'envoi d'une photo finit chaque fois par une erreur."],
        ],
        additions: [
            "J'ai oublié de préciser : il s'agit de {ref}.", "Toujours pareil aujourd'hui.",
            "Je joins une capture de ce que je vois.",
        ],
        answers: [
            "general": [
                "Bonjour {name}, merci de votre message. J'ai vérifié et corrigé ; regardez de nouveau.",
                "Bonjour {name}, je vois ce que vous voulez dire. Tout fonctionne à présent.",
            ],
            "inquiry": ["Bonjour {name}, cela se fait sous Mes annonces, Modifier, et prend effet tout de suite."],
            "ad_approval": ["Bonjour {name}, j'ai revu {ref} : il manquait une photo nette. Elle est en ligne."],
            "listing_problem": ["Bonjour {name}, j'ai remis les photos de {ref} et contrôlé le prix."],
            "payment_issue": [
                "Bonjour {name}, j'ai retrouvé les deux écritures de {ref}. L'une vous revient sous peu."
            ],
            "login_issue": ["Bonjour {name}, un nouveau lien vous attend, valable une heure ; le compte est débloqué."],
            "technical_issue": ["Bonjour {name}, une panne de notre côté, réparée depuis. Relancez l'application."],
        ],
        questions: [
            "Bonjour {name}, pouvez-vous me donner le numéro de l'annonce et ce qui s'affiche ?",
            "Merci {name}. Quel jour était-ce, et dans l'application ou un navigateur ?",
        ],
        details: ["C'est {ref}, dans l'application, hier soir.", "Voici : {ref}. La page dit erreur et rien d'autre."],
        summaries: ["Vu {ref} avec l'utilisateur et corrigé.", "Expliqué la marche à suivre ; cela fonctionne."],
        thanks: ["Merci", "Merci beaucoup", "Parfait", "Super"],
        again: [
            "Le même problème est revenu ce matin.", "Cela ne marche toujours pas pour {ref}, pouvez-vous revoir ?",
        ],
        decisions: [
            "approved": "Tout est en ordre.", "rejected": "Ce n'est pas acceptable en l'état.",
            "more_documents": "Il manque une pièce.", "warned": "Une règle a été enfreinte ; c'est un avertissement.",
            "suspended": "Le compte est suspendu.", "reinstated": "Le compte est rouvert.",
            "upheld": "La décision est maintenue.", "overturned": "La décision est annulée.",
            "revise": "Corrigez puis renvoyez, s'il vous plaît.", "fixed": "Cela fonctionne de nouveau.",
            "paid": "L'argent est en route.", "refused": "Les conditions ne le permettent pas.",
        ],
        steps: ["Envoyez une photo nette du document entier.", "Corrigez ce que le motif indique puis renvoyez."],
        praise: ["Rapide et aimable, merci.", "Réglé dès la première réponse.", "Tout était bien expliqué."],
        blame: ["J'ai attendu trop longtemps.", "J'ai dû tout expliquer deux fois.", "La réponse ne convenait pas."],
        wishes: ["Montrez où en est ma demande.", "Pouvoir envoyer plusieurs photos à la fois."],
        items: ["vélo", "canapé", "frigo", "guitare", "deux-pièces", "ordinateur", "moto", "téléphone"]
    )
}
