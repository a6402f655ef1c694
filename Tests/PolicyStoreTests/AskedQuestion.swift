/// What users may write, with the article that answers it; nil where no article does and a person is needed.
///
/// Written by hand apart from the articles, so that they measure what the articles' own questions cannot.
struct AskedQuestion: Sendable {
    let language: String
    let article: String?
    let category: String
    let text: String

    static let all: [AskedQuestion] = lines.split(separator: "\n").compactMap { line in
        let parts = line.split(separator: "|").map { String($0.trimmed) }
        guard parts.count == 4 else { return nil }
        return AskedQuestion(
            language: parts[0],
            article: parts[1] == "-" ? nil : parts[1],
            category: parts[2],
            text: parts[3]
        )
    }

    private static let lines = """
        en | reset-password | login_issue | Hi, I forgot my password and can't get into my account
        en | reset-password | login_issue | password forgotten, what now?
        en | reset-password | login_issue | How can I set a new password?
        en | reset-password | login_issue | I need to reset my password please
        en | reset-password | login_issue | the reset link never came
        en | reset-password | login_issue | Still waiting for the password reset email
        en | sign-in-trouble | login_issue | I can't log in since this morning
        en | sign-in-trouble | login_issue | Login does not work
        en | sign-in-trouble | login_issue | It says my account is locked because of too many attempts
        en | sign-in-trouble | login_issue | I never receive the sms code when I log in
        en | verify-account | account_verification | How do I get verified?
        en | verify-account | account_verification | What documents do you need to verify my account
        en | verify-account | account_verification | how long does it take to verify an account?
        en | verify-account | account_verification | Why do you need my ID?
        en | ad-not-visible | visibility | My ad is not showing up
        en | ad-not-visible | visibility | I can't find my ad in the search results
        en | ad-not-visible | visibility | Why isn't my listing visible to anybody?
        en | ad-not-visible | visibility | my advert disappeared
        en | ad-pending | ad_approval | My ad has been pending since yesterday
        en | ad-pending | ad_approval | When does my ad get approved?
        en | ad-pending | ad_approval | how long does it take until an ad is approved
        en | ad-pending | ad_approval | listing still under review
        en | ad-rejected | ad_approval | Why did you reject my ad?
        en | ad-rejected | ad_approval | My listing was refused and I don't know why
        en | edit-ad | listing_problem | How do I change the price of my listing?
        en | edit-ad | listing_problem | I want to edit my ad, how?
        en | edit-ad | listing_problem | there is a mistake in my ad, where can I correct it
        en | delete-ad | listing_problem | How can I remove my ad?
        en | delete-ad | listing_problem | Item is sold, please tell me how to delete the ad
        en | delete-ad | listing_problem | I sold my car, how do I take the listing down?
        en | photos | listing_problem | Photos won't upload
        en | photos | listing_problem | How many pictures can I put in an ad?
        en | photos | listing_problem | I can't add photos to my listing
        en | boost | visibility | How does boosting an ad work?
        en | boost | visibility | What does it cost to boost my ad?
        en | boost | visibility | how can I get my ad to the top
        en | charged-twice | payment_issue | You charged me twice!
        en | charged-twice | payment_issue | I have been charged two times
        en | charged-twice | payment_issue | there is a duplicate charge on my card
        en | refund-times | refund | Where's my refund?
        en | refund-times | refund | How long until I get my refund?
        en | refund-times | refund | I still haven't received my refund
        en | request-refund | refund | How do I get a refund?
        en | request-refund | refund | I'd like a refund please
        en | request-refund | refund | Can I have my money back?
        en | card-declined | payment_issue | Why was my card declined?
        en | card-declined | payment_issue | My card payment keeps getting declined
        en | card-declined | payment_issue | payment failed with my card
        en | invoice | payment_issue | Where can I download an invoice?
        en | invoice | payment_issue | Please send me the invoice for my payment
        en | report-scam | moderation | How do I report a scammer?
        en | report-scam | moderation | I'd like to report a fake listing
        en | suspended-account | suspension | Why has my account been suspended?
        en | suspended-account | suspension | my account is banned, how can I appeal
        en | change-email | login_issue | How do I change the email on my account?
        en | change-email | login_issue | I have a new phone number, how do I update it
        en | delete-account | general | How can I delete my account?
        en | delete-account | general | please close my account
        en | contact-hours | inquiry | What are your hours?
        en | contact-hours | inquiry | is there a number I can call?
        en | app-crash | technical_issue | The app keeps crashing on my phone
        en | app-crash | technical_issue | your app won't open
        en | place-ad | inquiry | How do I place an ad?
        en | place-ad | inquiry | Is it free to post ads?
        en | stay-safe | inquiry | Is it safe to pay a deposit to a seller?
        en | payment-methods | inquiry | What payment methods can I use?
        fr | reset-password | login_issue | Bonjour, j'ai oublié mon mot de passe
        fr | reset-password | login_issue | Comment changer de mot de passe ?
        fr | sign-in-trouble | login_issue | Je n'arrive pas à me connecter à mon compte
        fr | verify-account | account_verification | Comment vérifier mon compte ?
        fr | ad-not-visible | visibility | Mon annonce n'est pas visible
        fr | ad-pending | ad_approval | Mon annonce est en attente depuis hier
        fr | ad-rejected | ad_approval | Pourquoi avez-vous refusé mon annonce ?
        fr | edit-ad | listing_problem | Je voudrais modifier le prix de mon annonce
        fr | delete-ad | listing_problem | Comment supprimer une annonce ?
        fr | photos | listing_problem | Impossible d'ajouter des photos
        fr | charged-twice | payment_issue | On m'a débité deux fois
        fr | refund-times | refund | Je n'ai toujours pas reçu mon remboursement
        fr | request-refund | refund | Je veux un remboursement
        fr | card-declined | payment_issue | Ma carte est refusée
        fr | invoice | payment_issue | Où puis-je trouver ma facture ?
        fr | report-scam | moderation | Je voudrais signaler une arnaque
        fr | suspended-account | suspension | Pourquoi mon compte a été suspendu ?
        fr | delete-account | general | Je souhaite supprimer mon compte
        fr | app-crash | technical_issue | L'application plante tout le temps
        en | - | login_issue | Somebody changed my password and posts ads in my name
        en | - | login_issue | My account was hacked, somebody has my password
        en | - | login_issue | Are passwords stored encrypted on your site?
        en | - | inquiry | Do you have an affiliate program?
        en | - | inquiry | Do you deliver to Namibia?
        en | - | inquiry | Can I place an ad for a job abroad?
        en | - | inquiry | Which cities do you cover?
        en | - | inquiry | Is the blue bicycle from yesterday still available?
        en | - | complaint | Your admin was rude to me yesterday
        en | - | complaint | Nobody answered my three messages, this is unacceptable
        en | - | complaint | I am very disappointed with your service
        en | - | complaint | I want to speak to your manager about my ad
        en | - | listing_problem | Somebody copied my ad word for word
        en | - | listing_problem | My ad shows the wrong city on the map
        en | - | listing_problem | The phone number in my ad is not mine
        en | - | listing_problem | Can two people manage the same ad?
        en | - | listing_problem | You deleted my ad and kept the photos of another seller
        en | - | listing_problem | Can I move my ad to another account?
        en | - | listing_problem | Who sees the price history of my ad?
        en | - | visibility | Why does my competitor rank above me although I paid for a boost
        en | - | visibility | Can I see who viewed my ad?
        en | - | visibility | My boost ended two days early
        en | - | visibility | I boosted the wrong ad, move the boost to the other one
        en | - | ad_approval | You approved an ad with my photos in it
        en | - | ad_approval | The same text was approved last month
        en | - | ad_approval | Can you approve my ads faster if I am a dealer?
        en | - | payment_issue | The amount you charged is higher than the price shown
        en | - | payment_issue | I was charged although I cancelled my subscription
        en | - | payment_issue | My voucher code is refused
        en | - | payment_issue | There is a charge from you but I have no account
        en | - | payment_issue | Can I change the card for my subscription?
        en | - | payment_issue | The currency on my invoice is wrong
        en | - | payment_issue | The seller did not send the item after I paid
        en | - | payment_issue | My bank blocked your company, what is your merchant number
        en | - | refund | The refund amount is wrong
        en | - | refund | Why was my refund rejected?
        en | - | refund | You refunded the wrong card
        en | - | refund | The seller refuses to refund me
        en | - | refund | Can I get the refund to another bank account, mine is closed
        en | - | dispute | The buyer says the phone is broken but it was fine
        en | - | dispute | I received a different colour than in the ad
        en | - | dispute | The courier lost my parcel
        en | - | dispute | Seller does not answer since I transferred the deposit
        en | - | account_verification | My name changed after the wedding, the verification has the old one
        en | - | account_verification | You have verified a fraudster who uses my identity card
        en | - | account_verification | Can my employee use my verified account?
        en | - | suspension | Please suspend the account of my ex husband
        en | - | suspension | My suspension ended but I still have no access to my messages
        en | - | moderation | Why is the seller I reported still active?
        en | - | moderation | You removed my review of a seller
        en | - | moderation | I reported a stolen car last week and nobody called me
        en | - | technical_issue | The map shows a grey square
        en | - | technical_issue | The search sorts prices in the wrong order
        en | - | technical_issue | Notifications come twice on my tablet
        en | - | technical_issue | API returns 500 for listing id 88123
        en | - | technical_issue | After the update the chat is in German
        en | - | general | Hello
        en | - | general | Are you there?
        en | - | general | Thank you very much
        en | - | general | I have a problem
        en | - | general | please help me with my account
        en | - | general | My father died and I need his account data
        en | - | general | Can I merge my two accounts?
        en | - | general | I would like to advertise on your home page
        en | - | general | How do I export my messages
        en | - | general | call me back on 082 555 1234
        fr | - | complaint | Votre service est décevant
        fr | - | listing_problem | Quelqu'un a copié mon annonce
        fr | - | payment_issue | Le montant débité est trop élevé
        fr | - | refund | Le montant du remboursement est faux
        fr | - | general | Bonjour
        fr | - | general | J'ai un problème avec mon compte
        fr | - | inquiry | Livrez-vous au Sénégal ?
        fr | - | technical_issue | La carte affiche un carré gris
        fr | - | account_verification | Mon nom a changé depuis le mariage
        fr | - | suspension | Ma suspension est finie mais mes messages ont disparu
        fr | - | visibility | Ma mise en avant s'est arrêtée trop tôt
        fr | - | dispute | Le vendeur ne répond plus depuis mon virement
        fr | - | moderation | Pourquoi le vendeur que j'ai signalé est toujours actif ?
        fr | - | ad_approval | Vous avez validé une annonce avec mes photos
        en | - | inquiry | Can I sell medicine on your site?
        en | - | inquiry | Do you have jobs at your office?
        en | - | technical_issue | The sound of the notifications is too loud
        en | - | payment_issue | Which of your prices include tax?
        fr | - | inquiry | Avez-vous un bureau à Dakar ?
        fr | - | complaint | Je veux parler à votre directeur de mon annonce
        """
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}
