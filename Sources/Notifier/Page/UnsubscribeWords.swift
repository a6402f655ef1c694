import Pages
import Policy

/// What the page behind the unsubscribe link says, in a language.
struct UnsubscribeWords: Sendable {
    let language: PageLanguage
    let skip: String
    let title: String
    let what: String
    /// Where all of it is seen without mail.
    let inApp: String
    /// That it comes by the user's webhook alone.
    let webhook: String
    /// That it comes nowhere.
    let nowhere: String
    /// What comes in any case.
    let stays: String
    let end: String
    let ended: String
    let endedDetail: String
    let again: String
    let resumed: String
    let resumedDetail: String
    let unknown: String
    let unknownDetail: String
    let later: String
    let laterDetail: String
    let unclear: String
    let unclearDetail: String

    /// The words of a language.
    static func of(_ language: PageLanguage) -> UnsubscribeWords {
        switch language {
        case .english: english
        case .french: french
        }
    }

    /// What is left without mail.
    func left(_ ways: [NoticeChannel]) -> String {
        ways.contains(.inApp) ? inApp : ways.contains(.webhook) ? webhook : nowhere
    }

    static let english = UnsubscribeWords(
        language: .english,
        skip: "Skip to the content",
        title: "No more e-mail?",
        what: "You will no longer get news about your messages and cases by e-mail.",
        inApp: "In the application you still see all of it.",
        webhook: "It still comes by the webhook that you use.",
        nowhere: "E-mail is the only way by which you get it: you will not get our answers to your messages either.",
        stays:
            "Receipts, decisions about your account or your adverts, and dates by which you have to answer still come by e-mail.",
        end: "No more e-mail",
        ended: "You get no more such e-mail",
        endedDetail: "We have noted it. A message that is on its way may still arrive.",
        again: "I want the e-mail again",
        resumed: "You get e-mail again",
        resumedDetail: "We have noted it. News about your messages and cases comes by e-mail again.",
        unknown: "This link leads nowhere",
        unknownDetail: "The link may be incomplete: please use the whole link of the e-mail that we sent you.",
        later: "Please try again in a moment",
        laterDetail: "Your wish could not be noted just now. Nothing has been changed.",
        unclear: "Nothing has been changed",
        unclearDetail: "Please open the link of the e-mail again and use the button."
    )

    static let french = UnsubscribeWords(
        language: .french,
        skip: "Aller au contenu",
        title: "Ne plus recevoir de courriels\u{A0}?",
        what: "Vous ne recevrez plus par courriel les nouvelles de vos messages et dossiers.",
        inApp: "Vous les verrez toujours dans l’application.",
        webhook: "Elles arrivent toujours par le webhook que vous utilisez.",
        nowhere: """
            Le courriel est le seul moyen par lequel vous les recevez\u{A0}: vous ne recevrez pas non plus nos réponses à \
            vos messages.
            """,
        stays: """
            Les récapitulatifs, les décisions sur votre compte ou vos annonces et les dates auxquelles vous devez répondre \
            arrivent toujours par courriel.
            """,
        end: "Ne plus recevoir de courriels",
        ended: "Vous ne recevrez plus de tels courriels",
        endedDetail: "C’est noté. Un message déjà en route peut encore arriver.",
        again: "Recevoir à nouveau les courriels",
        resumed: "Vous recevez à nouveau les courriels",
        resumedDetail: "C’est noté. Les nouvelles de vos messages et dossiers arrivent à nouveau par courriel.",
        unknown: "Ce lien ne mène nulle part",
        unknownDetail:
            "Le lien est peut-être incomplet\u{A0}: utilisez le lien entier du courriel que nous avons envoyé.",
        later: "Réessayez dans un instant",
        laterDetail: "Votre souhait n’a pas pu être noté. Rien n’a été modifié.",
        unclear: "Rien n’a été modifié",
        unclearDetail: "Ouvrez à nouveau le lien du courriel et utilisez le bouton."
    )
}
